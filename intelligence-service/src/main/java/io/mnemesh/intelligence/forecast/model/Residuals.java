package io.mnemesh.intelligence.forecast.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What forecasts from earlier origins were off by, and the bands that follow from it by split conformal prediction (Vovk,
 * Gammerman and Shafer 2005; Lei et al. 2018): errors beside their usual size at each step ahead are ranked over origins and
 * steps, and a band has room for the share of them it promises.
 *
 * @param errors truth minus forecast, per origin and step ahead
 * @param sizes  their usual size, per step ahead
 * @param ranked all errors beside their usual size, the least first
 */
record Residuals(double[][] errors, double[] sizes, double[] ranked) {

    /** Steps on either side over which the usual size of an error is smoothed. */
    private static final int AROUND = 4;

    /** Errors of one origin go together and origins lie in the past: bands are as much wider. */
    private static final double WIDER = 1.2;

    /** @param errors truth minus forecast, per origin and step ahead */
    static Residuals of(double[][] errors, int horizon) {
        double[] sizes = sizes(errors, horizon);
        double[] ranked = Arrays.stream(errors)
                .flatMapToDouble(path -> {
                    double[] scores = new double[path.length];
                    for (int h = 0; h < path.length; h++) {
                        scores[h] = sizes[h] == 0 ? 0 : Math.abs(path[h]) / sizes[h];
                    }
                    return Arrays.stream(scores);
                })
                .sorted()
                .toArray();
        return new Residuals(errors, sizes, ranked);
    }

    private static double[] sizes(double[][] errors, int horizon) {
        double[] sums = new double[horizon];
        for (double[] path : errors) {
            for (int h = 0; h < horizon; h++) {
                sums[h] += Math.abs(path[h]) / errors.length;
            }
        }
        double[] sizes = new double[horizon];
        for (int h = 0; h < horizon; h++) {
            int from = Math.max(0, h - AROUND);
            int to = Math.min(horizon, h + AROUND + 1);
            sizes[h] = Arrays.stream(sums, from, to).sum() / (to - from);
        }
        return sizes;
    }

    int origins() {
        return errors.length;
    }

    int count() {
        return ranked.length;
    }

    /** The errors from one origin, one per step ahead. */
    double[] path(int origin) {
        return errors[origin];
    }

    /** Errors there have to be for a band of this level. */
    static int least(double level) {
        return (int) Math.ceil(1 / (1 - level) - 1e-9) - 1;
    }

    /** Half the width of a band per step ahead; null with fewer errors than the level needs. */
    double @Nullable [] halfWidths(double level) {
        int rank = (int) Math.ceil((ranked.length + 1) * level - 1e-9);
        if (ranked.length == 0 || rank > ranked.length) {
            return null;
        }
        double factor = WIDER * ranked[Math.max(0, rank - 1)];
        return Arrays.stream(sizes).map(size -> factor * size).toArray();
    }
}
