package io.mnemesh.cacheservice.objects;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A histogram of times from one microsecond to about a minute, four buckets per doubling: a percentile is at most a quarter
 * above what it is. Adding is O(1), lock-free, and allocates nothing.
 */
public final class Latencies {

    private static final int PER_DOUBLING = 4;
    private static final int DOUBLINGS = 26;
    private static final int BUCKETS = PER_DOUBLING * DOUBLINGS;
    private static final long NANOS_PER_MICRO = 1_000;

    private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);

    void add(long nanos) {
        buckets.incrementAndGet(bucket(Math.max(1, nanos / NANOS_PER_MICRO)));
    }

    private static int bucket(long micros) {
        int doubling = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
        long step = doubling < 2 ? (micros << 2 >> doubling) & 3 : (micros >> (doubling - 2)) & 3;
        return (int) Math.min(BUCKETS - 1, (long) doubling * PER_DOUBLING + step);
    }

    /** Upper end of a bucket, in microseconds. */
    private static long end(int bucket) {
        int doubling = bucket / PER_DOUBLING;
        return (((long) PER_DOUBLING + bucket % PER_DOUBLING + 1) << doubling) / PER_DOUBLING;
    }

    /** How many times were added. */
    public long count() {
        long count = 0;
        for (int i = 0; i < BUCKETS; i++) {
            count += buckets.get(i);
        }
        return count;
    }

    /**
     * The time that the given part of the times does not exceed.
     *
     * @param part 0 to 1
     * @return zero if there are none
     */
    public Duration percentile(double part) {
        long rank = (long) Math.ceil(part * count());
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += buckets.get(i);
            if (seen >= rank && seen > 0) {
                return Duration.ofNanos(end(i) * NANOS_PER_MICRO);
            }
        }
        return Duration.ZERO;
    }

    /** Adds all times of another histogram. */
    public void add(Latencies other) {
        for (int i = 0; i < BUCKETS; i++) {
            buckets.addAndGet(i, other.buckets.get(i));
        }
    }
}
