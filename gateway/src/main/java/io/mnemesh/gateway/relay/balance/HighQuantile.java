package io.mnemesh.gateway.relay.balance;

/**
 * The 95th percentile of latencies, followed by stochastic approximation on the logarithm: up by 0.95 of a step for each
 * latency above it, down by 0.05 of a step for each below. Updates of threads that meet may get lost.
 */
final class HighQuantile {

    private static final double QUANTILE = 0.95;
    private static final double STEP = 0.05;
    private static final int LEAST_SAMPLES = 100;

    private double value;
    private long samples;

    void observe(long nanos) {
        if (samples == 0) {
            value = Math.max(1, nanos);
        } else {
            double step = Math.max(STEP, 2.0 / Math.sqrt((double) samples));
            value *= Math.exp(step * (nanos > value ? QUANTILE : QUANTILE - 1));
        }
        samples++;
    }

    /** In nanoseconds; 0 while too little is known. */
    long nanos() {
        return samples < LEAST_SAMPLES ? 0 : (long) value;
    }
}
