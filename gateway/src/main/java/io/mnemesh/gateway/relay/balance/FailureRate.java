package io.mnemesh.gateway.relay.balance;

/**
 * How often requests failed lately, as two exponentially weighted averages and a count of failures in a row. Failures are
 * forgotten with time, so that what failed is tried again. Updates of several threads may get lost.
 */
final class FailureRate {

    private static final double FAST = 0.2;
    private static final double SLOW = 0.05;

    private final double decayNanos;
    private double fast;
    private double slow;
    private long failedAt;
    private int inARow;
    private long samples;

    FailureRate(long decayNanos) {
        this.decayNanos = decayNanos;
    }

    void record(boolean failed, long now) {
        double outcome = failed ? 1 : 0;
        fast += FAST * (outcome - fast);
        slow += SLOW * (outcome - slow);
        samples++;
        if (failed) {
            inARow++;
            failedAt = now;
        } else {
            inARow = 0;
        }
    }

    /** Over about the last five requests. */
    double fast(long now) {
        return fast * fallen(now);
    }

    /** Over about the last twenty requests. */
    double slow(long now) {
        return slow * fallen(now);
    }

    int inARow() {
        return inARow;
    }

    long samples() {
        return samples;
    }

    /** Begins anew, as after a trial that went well. */
    void forgive() {
        fast = Math.min(fast, FAST);
        slow = Math.min(slow, SLOW);
        inARow = 0;
        samples = 0;
    }

    private double fallen(long now) {
        return fast == 0 && slow == 0 ? 0 : Math.exp(-Math.max(0, now - failedAt) / decayNanos);
    }
}
