package io.mnemesh.cache.prefetch;

import java.time.Duration;

/**
 * Whether it pays to load what is predicted, from what becomes of predictions. It begins by watching: predictions are noted and
 * nothing is loaded for them. When as many have come true as loads need to pay, loading begins; when fewer of what was loaded is
 * used than that, it ends, and is not tried again for a while, which doubles each time up to {@value #LONGEST} times its length.
 * Newer outcomes count more, the last {@value #MEMORY} about two thirds. Not safe for concurrent use.
 */
final class Payoff {

    static final int LEAST = 32;

    private static final int MEMORY = 128;
    private static final int LONGEST = 16;
    /** Outcomes of loads after which an earlier end of loading is forgotten. */
    private static final int PROVEN = 512;
    /** Loading begins a little above of where it ends, so that it does not go to and fro. */
    private static final double MARGIN = 0.05;

    private final double breakEven;
    private final long pause;
    private double used;
    private double all;
    private boolean loading;
    private long notBefore = Long.MIN_VALUE;
    private int pauses = 1;
    private int outcomes;

    Payoff(double breakEven, Duration pause) {
        this.breakEven = breakEven;
        this.pause = pause.toMillis();
    }

    /** True while predictions are loaded. */
    boolean isLoading() {
        return loading;
    }

    /** Part of the predictions that came true, or of the loads that were used; 0 at first. */
    double precision() {
        return all == 0 ? 0 : used / all;
    }

    /**
     * A prediction of the present state has come true, or will not.
     *
     * @param now milliseconds
     */
    void outcome(boolean cameTrue, long now) {
        double fade = 1 - 1.0 / MEMORY;
        used = used * fade + (cameTrue ? 1 : 0);
        all = all * fade + 1;
        outcomes++;
        if (outcomes < LEAST) {
            return;
        }
        if (loading) {
            whileLoading(now);
        } else if (now >= notBefore && precision() >= Math.min(1, breakEven + MARGIN)) {
            begin(true);
        }
    }

    private void whileLoading(long now) {
        if (precision() < breakEven) {
            notBefore = now + pause * pauses;
            pauses = Math.min(LONGEST, 2 * pauses);
            begin(false);
        } else if (outcomes >= PROVEN) {
            pauses = 1;
        }
    }

    private void begin(boolean load) {
        loading = load;
        used = 0;
        all = 0;
        outcomes = 0;
    }
}
