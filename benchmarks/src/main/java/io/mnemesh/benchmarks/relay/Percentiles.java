package io.mnemesh.benchmarks.relay;

/** Percentiles of sorted latencies. */
final class Percentiles {

    private Percentiles() {}

    /** The nearest-rank percentile in milliseconds; 0 if there is none. */
    static double millis(long[] sortedNanos, int percentile) {
        if (sortedNanos.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(percentile / 100.0 * sortedNanos.length);
        return sortedNanos[Math.max(1, rank) - 1] / 1e6;
    }
}
