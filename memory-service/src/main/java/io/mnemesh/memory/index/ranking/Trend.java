package io.mnemesh.memory.index.ranking;

import java.util.Arrays;

/**
 * The least-squares line through some points.
 *
 * @param x     mean of the points
 * @param y     mean of the points
 * @param slope 0 where there are too few points for one, or all are above each other
 */
record Trend(double x, double y, double slope) {

    private static final int FEWEST = 3;
    private static final double NO_SPREAD = 1e-9;

    /** The line; 0 everywhere where there are no points. */
    static Trend through(double[] xs, double[] ys) {
        double x = Arrays.stream(xs).average().orElse(0);
        double y = Arrays.stream(ys).average().orElse(0);
        double spread = 0;
        double common = 0;
        for (int i = 0; i < xs.length; i++) {
            spread += (xs[i] - x) * (xs[i] - x);
            common += (xs[i] - x) * (ys[i] - y);
        }
        boolean line = xs.length >= FEWEST && spread / xs.length > NO_SPREAD;
        return new Trend(x, y, line ? common / spread : 0);
    }

    double at(double place) {
        return y + slope * (place - x);
    }
}
