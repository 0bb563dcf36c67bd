package io.mnemesh.intelligence.forecast.model;

import java.util.Arrays;
import java.util.TreeSet;

/**
 * A linear regression on earlier values: the last ones, and those around each cycle of each season, beside the mean of the last
 * cycle, with a ridge penalty; forecasts are fed back. Taking the mean of the last cycle out of every row lets the level move.
 */
final class AutoRegression implements Candidate {

    private static final int NEAR = 3;
    private static final int AROUND = 1;
    private static final double PENALTY = 0.01;

    @Override
    public String name() {
        return "autoregression";
    }

    @Override
    public int least(Seasons seasons) {
        return Math.max(24, 3 * seasons.longest());
    }

    @Override
    public double[] forecast(double[] history, Seasons seasons, int horizon) {
        int n = history.length;
        int window = seasons.longest() > 1 ? seasons.longest() : 8;
        int[] lags = lags(seasons, n / 2);
        int first = Math.max(window, lags[lags.length - 1]);
        double[] series = Arrays.copyOf(history, n + horizon);
        double[] sums = new double[n + horizon + 1];
        for (int i = 0; i < n; i++) {
            sums[i + 1] = sums[i] + series[i];
        }
        var squares = new LeastSquares(lags.length);
        double[] row = new double[lags.length];
        for (int i = first; i < n; i++) {
            double mean = (sums[i] - sums[i - window]) / window;
            fill(row, series, i, lags, mean);
            squares.add(row, series[i] - mean, 1);
        }
        double[] coefficients = squares.solve(PENALTY);
        for (int i = n; i < n + horizon; i++) {
            double mean = (sums[i] - sums[i - window]) / window;
            fill(row, series, i, lags, mean);
            double value = mean;
            for (int j = 0; j < lags.length; j++) {
                value += coefficients[j] * row[j];
            }
            series[i] = value;
            sums[i + 1] = sums[i] + value;
        }
        return Arrays.copyOfRange(series, n, n + horizon);
    }

    private static void fill(double[] row, double[] series, int i, int[] lags, double mean) {
        for (int j = 0; j < lags.length; j++) {
            row[j] = series[i - lags[j]] - mean;
        }
    }

    private static int[] lags(Seasons seasons, int most) {
        var lags = new TreeSet<Integer>();
        for (int lag = 1; lag <= NEAR; lag++) {
            lags.add(lag);
        }
        for (int period : seasons.periods()) {
            for (int cycle = period; cycle + AROUND <= Math.min(most, 2 * seasons.longest()); cycle += period) {
                for (int lag = Math.max(1, cycle - AROUND); lag <= cycle + AROUND; lag++) {
                    lags.add(lag);
                }
            }
        }
        return lags.stream()
                .filter(lag -> lag <= most)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
