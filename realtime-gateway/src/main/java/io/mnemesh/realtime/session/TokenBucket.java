package io.mnemesh.realtime.session;

/**
 * A token bucket: {@code capacity} tokens at first, refilled evenly. O(1), no clock of its own, one thread.
 */
final class TokenBucket {

    private final long capacity;
    private final double perNano;
    private double tokens;
    private long filledAt;

    /**
     * @param capacity  most tokens it holds
     * @param perSecond tokens that come in a second
     * @param now       nano time
     */
    TokenBucket(long capacity, double perSecond, long now) {
        this.capacity = capacity;
        this.perNano = perSecond / 1e9;
        this.tokens = (double) capacity;
        this.filledAt = now;
    }

    /** Takes a token if there is one. */
    boolean take(long now) {
        fill(now);
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }

    /** Whether it holds as many tokens as at first. */
    boolean isFull(long now) {
        fill(now);
        return tokens >= capacity;
    }

    private void fill(long now) {
        long elapsed = Math.max(0, now - filledAt);
        tokens = Math.min((double) capacity, tokens + elapsed * perNano);
        filledAt = now;
    }
}
