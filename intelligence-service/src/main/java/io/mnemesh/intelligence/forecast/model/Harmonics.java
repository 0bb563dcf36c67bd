package io.mnemesh.intelligence.forecast.model;

import java.util.TreeSet;

/**
 * A regression on sines and cosines of each season, later points counting more, with what is left of the last error (dynamic
 * harmonic regression, Young, Pedregal and Tych 1999; here with an error of the first order).
 */
final class Harmonics implements Candidate {

    private static final int OF_SHORT = 8;
    private static final int OF_LONG = 12;
    private static final double PENALTY = 0.002;

    /** By how much a cycle of the longest season counts less than the one after it. */
    private static final double FADE = 0.7;

    @Override
    public String name() {
        return "harmonics";
    }

    @Override
    public int least(Seasons seasons) {
        return Math.max(16, 2 * seasons.longest());
    }

    @Override
    public double[] forecast(double[] history, Seasons seasons, int horizon) {
        int n = history.length;
        double[] frequencies = frequencies(seasons);
        var squares = new LeastSquares(1 + 2 * frequencies.length);
        int cycle = Math.max(seasons.longest(), 24);
        for (int i = 0; i < n; i++) {
            squares.add(row(i, frequencies), history[i], Math.pow(FADE, (double) (n - 1 - i) / cycle));
        }
        double[] coefficients = squares.solve(PENALTY);
        double[] left = new double[n];
        double mean = 0;
        for (int i = 0; i < n; i++) {
            left[i] = history[i] - value(row(i, frequencies), coefficients);
            mean += left[i] / n;
        }
        double kept = kept(left, mean);
        double[] forecast = new double[horizon];
        double rest = left[n - 1];
        for (int h = 0; h < horizon; h++) {
            rest *= kept;
            forecast[h] = value(row(n + h, frequencies), coefficients) + rest;
        }
        return forecast;
    }

    private static double kept(double[] left, double mean) {
        double products = 0;
        double squares = 0;
        for (int i = 1; i < left.length; i++) {
            products += (left[i] - mean) * (left[i - 1] - mean);
            squares += (left[i - 1] - mean) * (left[i - 1] - mean);
        }
        return squares == 0 ? 0 : Math.clamp(products / squares, 0, 0.99);
    }

    private static double[] frequencies(Seasons seasons) {
        var frequencies = new TreeSet<Double>();
        for (int period : seasons.periods()) {
            int most = Math.min(period / 2, period == seasons.shortest() ? OF_SHORT : OF_LONG);
            for (int k = 1; k <= most; k++) {
                frequencies.add(2 * Math.PI * k / period);
            }
        }
        return frequencies.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[] row(int i, double[] frequencies) {
        double[] row = new double[1 + 2 * frequencies.length];
        row[0] = 1;
        for (int k = 0; k < frequencies.length; k++) {
            row[1 + 2 * k] = Math.sin(frequencies[k] * i);
            row[2 + 2 * k] = Math.cos(frequencies[k] * i);
        }
        return row;
    }

    private static double value(double[] row, double[] coefficients) {
        double sum = 0;
        for (int j = 0; j < row.length; j++) {
            sum += row[j] * coefficients[j];
        }
        return sum;
    }
}
