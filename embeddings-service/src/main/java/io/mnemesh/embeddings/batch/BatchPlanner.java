package io.mnemesh.embeddings.batch;

/**
 * Chooses which waiting texts are computed together.
 *
 * <p>Given the waiting texts sorted by length, a batch is a run of neighbours that contains the oldest one, so no text
 * waits for ever. Computing {@code rows} texts padded to {@code width} costs {@code overhead + rows × width} token times;
 * useful are only the real tokens. Of all runs that fit the budget the planner takes the one with most real tokens per
 * token time. This trades the padding a further text causes against the fixed cost of a run of its own: a batch of
 * arrivals in any order wastes little, and a lone odd length goes alone. What is left for later costs no whole run, for it is
 * computed in company that comes meanwhile: so the overhead counts by half. In simulated queues of 4 to 64 callers with short
 * and with mixed texts that costs less than counting it whole.
 *
 * <p>A run is determined by its longest member and its number of rows, so the search is O(rows²) for the at most
 * {@code budget / shortest length} rows that fit; sums come from prefix sums. Units are tokens.
 */
public final class BatchPlanner {

    /** Part of the fixed cost that a text which is left for later is likely to cause. */
    private static final double LATER = 0.5;

    private final double overhead;

    /** @param overhead fixed cost of a run, in the time one more token takes */
    public BatchPlanner(int overhead) {
        if (overhead < 0) {
            throw new IllegalArgumentException("The overhead of a run is not negative.");
        }
        this.overhead = LATER * overhead;
    }

    /**
     * @param lengths waiting texts' lengths, ascending, each at least 1
     * @param oldest  index of the text that must be in the batch
     * @param budget  greatest {@code rows × width}; a single text may be longer
     * @return the best run that contains {@code oldest}
     */
    public Run plan(int[] lengths, int oldest, int budget) {
        long[] sums = prefixSums(lengths);
        var best = new Run(oldest, oldest + 1);
        double bestGain = gain(lengths, sums, oldest, oldest);
        for (int last = oldest; last < lengths.length && fits(lengths, oldest, last, budget); last++) {
            boolean longestOfItsLength = last + 1 == lengths.length || lengths[last + 1] > lengths[last];
            if (longestOfItsLength || !fits(lengths, oldest, last + 1, budget)) {
                for (int first = oldest; first >= 0 && fits(lengths, first, last, budget); first--) {
                    double gain = gain(lengths, sums, first, last);
                    if (gain > bestGain) {
                        bestGain = gain;
                        best = new Run(first, last + 1);
                    }
                }
            }
        }
        return best;
    }

    private double gain(int[] lengths, long[] sums, int first, int last) {
        long computed = (long) (last - first + 1) * lengths[last];
        return (sums[last + 1] - sums[first]) / (overhead + computed);
    }

    private static boolean fits(int[] lengths, int first, int last, int budget) {
        return (long) (last - first + 1) * lengths[last] <= budget;
    }

    private static long[] prefixSums(int[] lengths) {
        var sums = new long[lengths.length + 1];
        for (int i = 0; i < lengths.length; i++) {
            sums[i + 1] = sums[i] + lengths[i];
        }
        return sums;
    }
}
