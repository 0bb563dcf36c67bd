package io.mnemesh.testing;

import io.mnemesh.mesh.id.Ids;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Ids that count: {@code 00000000-0000-7000-8000-000000000001} and on. Thread-safe. */
public final class FakeIds implements Ids {

    private final AtomicLong count = new AtomicLong();

    @Override
    public UUID next() {
        return of(count.incrementAndGet());
    }

    /** The {@code n}-th id, 1 for the first. */
    public static UUID of(long n) {
        return new UUID(0x0000_0000_0000_7000L, 0x8000_0000_0000_0000L | n);
    }
}
