package io.mnemesh.mesh.id;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/**
 * UUIDv7 after RFC 9562, section 6.2, method 1: 48 bits of milliseconds, 12 bits that count within the millisecond from a
 * random start, 62 random bits. When the counter overflows or the clock steps back, the last time is kept and counted on.
 * Thread-safe: the state is guarded by {@code this}.
 */
@Singleton
public final class TimeOrderedIds implements Ids {

    private static final int COUNTER_LIMIT = 1 << 12;
    private static final int COUNTER_START_LIMIT = 1 << 11;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private long lastMillis;
    private int counter;

    @Inject
    public TimeOrderedIds(Clock clock) {
        this.clock = clock;
    }

    @Override
    public UUID next() {
        long low = random.nextLong();
        long high;
        synchronized (this) {
            long now = clock.millis();
            if (now > lastMillis) {
                lastMillis = now;
                counter = random.nextInt(COUNTER_START_LIMIT);
            } else {
                counter++;
                if (counter == COUNTER_LIMIT) {
                    lastMillis++;
                    counter = 0;
                }
            }
            high = (lastMillis << 16) | 0x7000L | counter;
        }
        return new UUID(high, (low & 0x3fffffffffffffffL) | 0x8000000000000000L);
    }
}
