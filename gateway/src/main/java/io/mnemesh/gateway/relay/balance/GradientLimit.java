package io.mnemesh.gateway.relay.balance;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many requests an upstream may have in flight, learned from its latency: the limit follows the gradient between the
 * latency without a queue and the latency now, as in Netflix concurrency-limits and Envoy's adaptive concurrency. It grows by
 * its square root a window while the latency stays within {@value #TOLERANCE} times the base, and only while it is used.
 *
 * <p>The base is the least mean of a window; it drifts upwards slowly, and from time to time the limit is lowered for some
 * windows to see it again. Thread-safe without locks: one thread closes a window, the others add to the next.
 */
final class GradientLimit {

    private static final double TOLERANCE = 1.5;
    private static final double SMOOTHING = 0.3;
    private static final double DRIFT = 0.0005;
    private static final double USED = 0.4;
    private static final long WINDOW_NANOS = 100_000_000;
    private static final int LEAST_SAMPLES = 10;
    private static final int LOOK_EVERY = 300;
    private static final int LOOK_FOR = 3;

    private final int least;
    private final int most;
    private final LongAdder sum = new LongAdder();
    private final LongAdder count = new LongAdder();
    private final AtomicLong windowEnd;
    private volatile double limit;
    private volatile double base;
    private volatile int inFlightSeen;
    private volatile int windows;

    GradientLimit(int least, int first, int most, long now) {
        this.least = least;
        this.most = most;
        this.limit = Math.max(least, Math.min(most, first));
        this.windowEnd = new AtomicLong(now + WINDOW_NANOS);
    }

    int limit() {
        double now = limit;
        return (int) Math.max(least, isLooking() ? now / 2 : now);
    }

    /** Takes in the latency of an answer. */
    void sample(long latencyNanos, int inFlight, long now) {
        sum.add(latencyNanos);
        count.increment();
        if (inFlight > inFlightSeen) {
            inFlightSeen = inFlight;
        }
        long end = windowEnd.get();
        if (now - end >= 0 && count.sum() >= LEAST_SAMPLES && windowEnd.compareAndSet(end, now + WINDOW_NANOS)) {
            close();
        }
    }

    private void close() {
        long samples = count.sumThenReset();
        double mean = (double) sum.sumThenReset() / Math.max(1, samples);
        int seen = inFlightSeen;
        inFlightSeen = 0;
        boolean looking = isLooking();
        windows = (windows + 1) % LOOK_EVERY;
        double known = base;
        base = known <= 0 || mean < known ? mean : known + DRIFT * (mean - known);
        if (looking) {
            return;
        }
        double before = limit;
        double gradient = Math.max(0.5, Math.min(1, TOLERANCE * base / mean));
        if (gradient >= 1 && seen < before * USED) {
            return;
        }
        double wanted = before * gradient + Math.sqrt(before);
        limit = Math.max(least, Math.min(most, before + SMOOTHING * (wanted - before)));
    }

    private boolean isLooking() {
        return windows >= LOOK_EVERY - LOOK_FOR;
    }

    /** Latency without a queue, as learned, in nanoseconds. */
    double base() {
        return base;
    }

    void reset(int first) {
        limit = Math.max(least, Math.min(most, first));
        base = 0;
        windows = 0;
    }
}
