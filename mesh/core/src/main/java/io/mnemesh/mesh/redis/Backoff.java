package io.mnemesh.mesh.redis;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waiting time between tries: doubles from {@code first} up to {@code cap}, of which a random half is taken off so that
 * instances do not come back all at once.
 */
public record Backoff(Duration first, Duration cap) {

    public Backoff {
        if (!first.isPositive() || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("The first wait is positive and not longer than the cap.");
        }
    }

    /**
     * @param failures tries that failed so far, at least 1
     * @return between half of the full wait and the full wait
     */
    public Duration after(int failures) {
        long full = first.toMillis() << Math.min(Math.max(failures, 1) - 1, 30);
        long capped = full <= 0 ? cap.toMillis() : Math.min(full, cap.toMillis());
        return Duration.ofMillis(
                Math.max(1, capped - ThreadLocalRandom.current().nextLong(capped / 2 + 1)));
    }
}
