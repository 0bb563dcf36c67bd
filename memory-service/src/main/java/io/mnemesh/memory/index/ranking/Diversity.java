package io.mnemesh.memory.index.ranking;

import java.util.ArrayList;
import java.util.List;

/**
 * Maximal marginal relevance (Carbonell, Goldstein: "The Use of MMR, Diversity-Based Reranking for Reordering Documents
 * and Producing Summaries", SIGIR 1998): each next hit is the one with the best balance of its own score, as a share of
 * the best, and its likeness to the hits already picked. Time is O(limit · candidates) similarities.
 */
public final class Diversity {

    private Diversity() {}

    /** Likeness of two candidates by their positions, up to 1. */
    @FunctionalInterface
    public interface Likeness {
        double between(int one, int other);
    }

    /**
     * Positions of the hits picked, in their order.
     *
     * @param scores best first
     * @param weight 0 for the order by score, 1 for likeness alone
     */
    public static List<Integer> pick(double[] scores, Likeness likeness, double weight, int limit) {
        int count = Math.min(limit, scores.length);
        double best = scores.length > 0 && scores[0] > 0 ? scores[0] : 1;
        var picked = new ArrayList<Integer>(count);
        var nearest = new double[scores.length];
        var taken = new boolean[scores.length];
        while (picked.size() < count) {
            int next = -1;
            double value = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < scores.length; i++) {
                double balance = (1 - weight) * scores[i] / best - weight * nearest[i];
                if (!taken[i] && balance > value) {
                    next = i;
                    value = balance;
                }
            }
            taken[next] = true;
            picked.add(next);
            for (int i = 0; i < scores.length; i++) {
                if (!taken[i]) {
                    nearest[i] = Math.max(nearest[i], likeness.between(i, next));
                }
            }
        }
        return picked;
    }
}
