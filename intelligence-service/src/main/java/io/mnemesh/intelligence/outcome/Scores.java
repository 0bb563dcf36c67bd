package io.mnemesh.intelligence.outcome;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How good predictions were.
 *
 * @param accuracy share whose likelier outcome came
 * @param auc      probability that one that ended so was said to be likelier than one that did not; 0.5 is chance
 * @param brier    mean squared difference between probability and outcome
 * @param ece      expected calibration error over ten bins of equal width (Guo et al., ICML 2017)
 * @param logLoss  mean of minus the logarithm of the probability of what came
 */
public record Scores(double accuracy, double auc, double brier, double ece, double logLoss) {

    private static final int BINS = 10;

    /** @param logOdds of ended, one for each */
    static Scores of(double[] logOdds, boolean[] ended) {
        int n = ended.length;
        double right = 0;
        double brier = 0;
        double loss = 0;
        double[] said = new double[BINS];
        double[] came = new double[BINS];
        for (int i = 0; i < n; i++) {
            double p = Odds.probability(logOdds[i]);
            double truth = ended[i] ? 1 : 0;
            right += p >= 0.5 == ended[i] ? 1 : 0;
            brier += (p - truth) * (p - truth);
            loss += Odds.loss(logOdds[i], ended[i]);
            int bin = Math.min(BINS - 1, (int) (p * BINS));
            said[bin] += p;
            came[bin] += truth;
        }
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            error += Math.abs(said[bin] - came[bin]);
        }
        return new Scores(right / n, auc(logOdds, ended), brier / n, error / n, loss / n);
    }

    /** By the ranks of those that ended so; equal scores share their ranks. */
    private static double auc(double[] scores, boolean[] ended) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double ranks = 0;
        double positives = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks += ended[order[i]] ? (from + 1 + to) / 2.0 : 0;
                positives += ended[order[i]] ? 1 : 0;
            }
            from = to;
        }
        double negatives = order.length - positives;
        return positives == 0 || negatives == 0
                ? 0.5
                : (ranks - positives * (positives + 1) / 2) / (positives * negatives);
    }

    /** Whether nothing that is promised of the model served is worse than this. */
    public boolean isNowhereBelow(Scores other) {
        return accuracy >= other.accuracy && auc >= other.auc && brier <= other.brier;
    }
}
