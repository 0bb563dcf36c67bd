package io.mnemesh.gateway.ecosystem;

import org.jspecify.annotations.Nullable;

/**
 * Counts that only grow, read at one time.
 *
 * @param nanos   when, of a clock without jumps
 * @param seconds time that all {@code all} took together
 */
record Counters(long nanos, double all, double bad, double seconds) {

    private static final double NANOS = 1e9;

    /** All per second since then; null without then, or if the counts began anew. */
    @Nullable
    Double perSecond(@Nullable Counters then) {
        return rate(then, all - (then == null ? 0 : then.all));
    }

    /** Those that went wrong per second since then; null as {@link #perSecond}. */
    @Nullable
    Double badPerSecond(@Nullable Counters then) {
        return rate(then, bad - (then == null ? 0 : then.bad));
    }

    /** Mean time in milliseconds since then, or since the beginning; null if there was nothing. */
    @Nullable
    Double meanMillis(@Nullable Counters then) {
        double count = all - (then == null ? 0 : then.all);
        double took = seconds - (then == null ? 0 : then.seconds);
        return count <= 0 || took < 0 ? null : rounded(took * 1000 / count);
    }

    private @Nullable Double rate(@Nullable Counters then, double more) {
        return then == null || more < 0 || nanos <= then.nanos ? null : rounded(more * NANOS / (nanos - then.nanos));
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
