package io.mnemesh.gateway.quotas;

import io.mnemesh.gateway.quotas.UnitBuckets.Grant;
import io.mnemesh.gateway.quotas.UnitLease.Ask;
import java.time.Duration;

/**
 * A token bucket of this gateway alone, for while Redis is away. It begins with one second's units, and knows no days.
 * Thread-safe.
 */
final class LocalBucket {

    private static final double NANOS = 1e9;

    private double units = -1;
    private long at;

    synchronized Grant take(Ask ask) {
        Long rate = ask.plan().unitsPerSecond();
        if (rate == null) {
            return new Grant(ask.wanted(), Duration.ZERO);
        }
        long now = System.nanoTime();
        double most = ask.plan().burst() == null ? rate : ask.plan().burst();
        units = units < 0 ? Math.min(rate, most) : Math.min(most, units + (now - at) / NANOS * rate);
        at = now;
        long granted = Math.min(ask.wanted(), (long) units);
        if (granted < ask.least()) {
            return new Grant(0, Duration.ofNanos((long) ((ask.least() - units) / rate * NANOS)));
        }
        units -= granted;
        return new Grant(granted, Duration.ZERO);
    }
}
