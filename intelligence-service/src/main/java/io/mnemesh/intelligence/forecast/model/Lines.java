package io.mnemesh.intelligence.forecast.model;

/** Straight lines through values at equal distances, by least squares. */
final class Lines {

    private Lines() {}

    /** A line: the value at the first point, and what is added with each step. */
    record Line(double start, double slope) {

        double at(int step) {
            return start + slope * step;
        }
    }

    static Line through(double[] values) {
        int n = values.length;
        double middle = (n - 1) / 2.0;
        double mean = 0;
        double products = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            mean += values[i] / n;
        }
        for (int i = 0; i < n; i++) {
            products += (i - middle) * (values[i] - mean);
            squares += (i - middle) * (i - middle);
        }
        double slope = squares == 0 ? 0 : products / squares;
        return new Line(mean - slope * middle, slope);
    }

    static double[] detrended(double[] values) {
        Line line = through(values);
        double[] left = new double[values.length];
        for (int i = 0; i < left.length; i++) {
            left[i] = values[i] - line.at(i);
        }
        return left;
    }
}
