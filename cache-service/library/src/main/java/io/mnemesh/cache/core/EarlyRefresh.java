package io.mnemesh.cache.core;

import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/**
 * Decides by chance whether a value is loaded anew before it ends, as XFetch does: A. Vattani, F. Chierichetti, K.
 * Lowenstein, "Optimal Probabilistic Cache Stampede Prevention", VLDB 2015. A reader acts as if it were later by an
 * exponentially distributed time with mean {@code beta} × the time a load takes; so the nearer the end and the dearer the
 * load, the likelier is a refresh, and many readers do not decide for it at once. O(1).
 */
final class EarlyRefresh {

    private static final double NANOS_PER_SECOND = 1e9;

    private final double beta;
    private final DoubleSupplier random;

    /** @param random numbers from 0 to less than 1 */
    EarlyRefresh(double beta, DoubleSupplier random) {
        this.beta = beta;
        this.random = random;
    }

    boolean isOff() {
        return beta == 0;
    }

    /** @param load time a load takes */
    boolean isDue(Instant now, Instant expiresAt, Duration load) {
        double ahead = -Math.log(1 - random.getAsDouble()) * beta * load.toNanos();
        var left = Duration.between(now, expiresAt);
        return ahead >= left.getSeconds() * NANOS_PER_SECOND + left.getNano();
    }
}
