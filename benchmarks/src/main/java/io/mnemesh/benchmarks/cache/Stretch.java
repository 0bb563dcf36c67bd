package io.mnemesh.benchmarks.cache;

import java.util.ArrayList;
import java.util.List;

/** What became of the reads that began in one stretch of time. Thread-safe. */
final class Stretch {

    private static final double NANOS_PER_MICRO = 1e3;

    private final List<Long> hot = new ArrayList<>();
    private final List<Long> cold = new ArrayList<>();
    private int failures;
    private int mostUnderWay;

    synchronized void begun(int underWay) {
        mostUnderWay = Math.max(mostUnderWay, underWay);
    }

    /** @param isHot whether the key is one that L1 has */
    synchronized void answered(boolean isHot, long nanos) {
        (isHot ? hot : cold).add(nanos);
    }

    synchronized void failed() {
        failures++;
    }

    synchronized int reads() {
        return hot.size() + cold.size() + failures;
    }

    synchronized int failures() {
        return failures;
    }

    /** Reads that had no answer yet, at the worst moment. */
    synchronized int mostUnderWay() {
        return mostUnderWay;
    }

    /** Microseconds. */
    synchronized double hotPercentile(double percent) {
        return percentile(hot, percent);
    }

    /** Microseconds. */
    synchronized double coldPercentile(double percent) {
        return percentile(cold, percent);
    }

    private static double percentile(List<Long> nanos, double percent) {
        if (nanos.isEmpty()) {
            return 0;
        }
        var sorted = nanos.stream().sorted().toList();
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.get(Math.max(0, rank - 1)) / NANOS_PER_MICRO;
    }
}
