package io.mnemesh.gateway.relay.balance;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Tokens for requests that are sent a second time, as repetition or as hedge: each first request brings a part of one, up to a
 * bound, so that repetitions never become a flood. Thread-safe; the bound holds to within the threads that meet.
 */
final class RetryBudget {

    private static final long TOKEN = 1_000;

    private final long perRequest;
    private final long most;
    private final AtomicLong tokens;

    /**
     * @param share repetitions per request, for example 0.1
     * @param most  tokens that are kept, and there from the start
     */
    RetryBudget(double share, int most) {
        this.perRequest = Math.round(share * TOKEN);
        this.most = most * TOKEN;
        this.tokens = new AtomicLong(this.most);
    }

    void requested() {
        if (tokens.get() < most) {
            tokens.addAndGet(perRequest);
        }
    }

    /** Takes a token. @return false if none is left */
    boolean take() {
        if (tokens.addAndGet(-TOKEN) >= 0) {
            return true;
        }
        tokens.addAndGet(TOKEN);
        return false;
    }

    /** Gives a token back that was taken for nothing. */
    void giveBack() {
        tokens.addAndGet(TOKEN);
    }

    /** Whole tokens that are left. */
    long left() {
        return Math.max(0, tokens.get() / TOKEN);
    }
}
