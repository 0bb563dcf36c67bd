package io.mnemesh.realtime.hub;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long what arrives waits for others that go out with it. Writing to many sockets takes long, mostly for each socket
 * and hardly for each message, so there it pays to wait a part of that time; where it takes little, nothing waits.
 * Thread-safe.
 */
final class Coalescing {

    /** What arrives waits for half the time that the last delivery took. */
    private static final int PART = 2;

    /** Timers of event loops are not finer. */
    private static final long LEAST = TimeUnit.MILLISECONDS.toNanos(1);

    private final long most;
    private volatile long took;

    /** @param most longest wait; zero for none */
    Coalescing(Duration most) {
        this.most = most.toNanos();
    }

    /** A delivery took so many nanoseconds. */
    void delivered(long nanos) {
        took = nanos;
    }

    /** Nanoseconds to wait from an arrival to its delivery. */
    long delay() {
        long delay = Math.min(most, took / PART);
        return delay < LEAST ? 0 : delay;
    }
}
