package io.mnemesh.cache;

import java.time.Duration;

/**
 * Numbers of {@link WriteMode#BACK}.
 *
 * @param delay        how long a write waits for others of its key. It is durable and what readers of the cache see from the
 *                     beginning; only who reads the store beneath sees it that much later
 * @param batch        writes in one call of the store
 * @param capacity     keys in the journal, those that were given up included; when it is full, writes are refused
 * @param patience     how long a write waits for room before it is refused with {@code too-many-requests}
 * @param timeout      time a call of the store may take
 * @param attempts     failures of a write, other than those that go away by themselves, after which it is given up
 * @param firstPause   time until the second attempt; it doubles with each
 * @param longestPause what it doubles up to
 * @param takeOver     how long a write is overdue before another process than the one that accepted it writes it
 */
public record WriteBack(
        Duration delay,
        int batch,
        int capacity,
        Duration patience,
        Duration timeout,
        int attempts,
        Duration firstPause,
        Duration longestPause,
        Duration takeOver) {

    /** What holds where a service's configuration says nothing else. */
    public static final WriteBack DEFAULTS = new WriteBack(
            Duration.ofSeconds(5),
            500,
            100_000,
            Duration.ZERO,
            Duration.ofSeconds(10),
            8,
            Duration.ofMillis(500),
            Duration.ofMinutes(1),
            Duration.ofSeconds(10));

    private static final int GREATEST_BATCH = 10_000;

    /** @throws IllegalArgumentException naming the member that is not acceptable */
    public WriteBack {
        CacheSpec.require(!delay.isNegative(), "delay is not negative", delay);
        CacheSpec.require(batch > 0 && batch <= GREATEST_BATCH, "batch is 1 to 10000", batch);
        CacheSpec.require(capacity > 0, "capacity is positive", capacity);
        CacheSpec.require(!patience.isNegative(), "patience is not negative", patience);
        CacheSpec.require(timeout.isPositive(), "timeout is positive", timeout);
        CacheSpec.require(attempts > 0, "attempts is positive", attempts);
        CacheSpec.require(firstPause.isPositive(), "firstPause is positive", firstPause);
        CacheSpec.require(
                longestPause.compareTo(firstPause) >= 0, "longestPause is not shorter than firstPause", longestPause);
        CacheSpec.require(takeOver.isPositive(), "takeOver is positive", takeOver);
    }

    public WriteBack withDelay(Duration other) {
        return new WriteBack(other, batch, capacity, patience, timeout, attempts, firstPause, longestPause, takeOver);
    }

    public WriteBack withBatch(int other) {
        return new WriteBack(delay, other, capacity, patience, timeout, attempts, firstPause, longestPause, takeOver);
    }

    public WriteBack withCapacity(int keys, Duration otherPatience) {
        return new WriteBack(delay, batch, keys, otherPatience, timeout, attempts, firstPause, longestPause, takeOver);
    }

    public WriteBack withTimeout(Duration other) {
        return new WriteBack(delay, batch, capacity, patience, other, attempts, firstPause, longestPause, takeOver);
    }

    public WriteBack withAttempts(int other, Duration first, Duration longest) {
        return new WriteBack(delay, batch, capacity, patience, timeout, other, first, longest, takeOver);
    }

    public WriteBack withTakeOver(Duration other) {
        return new WriteBack(delay, batch, capacity, patience, timeout, attempts, firstPause, longestPause, other);
    }

    /** How long a claimed write is nobody else's: its store may be called that long after the claim, and take that long. */
    public Duration lease() {
        return timeout.multipliedBy(2);
    }
}
