package io.mnemesh.memory.access;

import java.time.Duration;
import java.time.Instant;

/**
 * Accesses that fade: one counts half after a half-life. Kept by forward decay (Cormode, Shkapenyuk, Srivastava, Xu,
 * <i>Forward Decay</i>, ICDE 2009): each counts {@code 2^(t / half-life)} with its time t since the epoch, of which the
 * logarithm to base 2 is kept. What is larger now is larger for ever, without a row being touched. O(1).
 */
public final class Heat {

    /** Time after which an access counts half. */
    static final Duration HALF_LIFE = Duration.ofDays(7);

    private Heat() {}

    /** The heat of so much at this time. */
    public static double of(double amount, Instant at) {
        return log2(amount) + at.toEpochMilli() / (double) HALF_LIFE.toMillis();
    }

    /** How much is left of it at this time. */
    public static double left(double heat, Instant now) {
        return Math.pow(2, heat - now.toEpochMilli() / (double) HALF_LIFE.toMillis());
    }

    private static double log2(double amount) {
        return Math.log(amount) / Math.log(2);
    }
}
