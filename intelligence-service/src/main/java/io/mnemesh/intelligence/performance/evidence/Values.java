package io.mnemesh.intelligence.performance.evidence;

import java.util.Arrays;

/**
 * A stretch of one series: times in seconds since the epoch, strictly rising, with their finite values.
 */
public record Values(long[] seconds, double[] values) {

    public Values {
        if (seconds.length != values.length) {
            throw new IllegalArgumentException("A series has one time for each value.");
        }
    }

    public int size() {
        return values.length;
    }

    /** The usual number of seconds between two points: their median; 0 with less than two points. */
    public long step() {
        if (size() < 2) {
            return 0;
        }
        long[] steps = new long[size() - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = seconds[i + 1] - seconds[i];
        }
        Arrays.sort(steps);
        return Math.max(1, steps[steps.length / 2]);
    }

    public double mean() {
        return Arrays.stream(values).average().orElse(0);
    }
}
