package io.mnemesh.intelligence.performance.evidence;

/** How much a value says about the next one. */
final class Autocorrelation {

    /** Beyond it a series says nearly nothing new with any value. */
    static final double MOST = 0.98;

    private Autocorrelation() {}

    /** Lag-one autocorrelation about a mean, from -0.98 to 0.98; 0 for a constant. */
    static double of(double[] values, double mean) {
        double products = 0;
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
            products += i == 0 ? 0 : (values[i] - mean) * (values[i - 1] - mean);
        }
        return squares == 0 ? 0 : Math.clamp(products / squares, -MOST, MOST);
    }

    /** By how many times the variance of a mean is larger than that of a mean of independent values; at least 1. */
    static double inflation(double autocorrelation) {
        double positive = Math.max(0, autocorrelation);
        return (1 + positive) / (1 - positive);
    }
}
