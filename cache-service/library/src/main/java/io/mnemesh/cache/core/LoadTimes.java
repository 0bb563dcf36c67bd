package io.mnemesh.cache.core;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The time a load of one cache takes: an exponentially weighted mean, of which the latest load makes an eighth. */
final class LoadTimes {

    private static final long UNKNOWN = -1;
    private static final int WEIGHT = 8;

    private final AtomicLong mean = new AtomicLong(UNKNOWN);

    void add(long nanos) {
        mean.updateAndGet(before -> before == UNKNOWN ? nanos : before + (nanos - before) / WEIGHT);
    }

    /** Zero before the first load. */
    Duration mean() {
        return Duration.ofNanos(Math.max(0, mean.get()));
    }
}
