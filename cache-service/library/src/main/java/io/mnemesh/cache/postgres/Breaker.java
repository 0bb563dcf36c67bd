package io.mnemesh.cache.postgres;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A circuit breaker with a time-out. After some failures in a row it lets one call through per pause and fails the others
 * at once; the first success closes it.
 */
final class Breaker {

    private static final int FAILURES = 3;

    private final Duration timeout;
    private final long pauseNanos;
    private final LongSupplier nanos;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicLong nextTry = new AtomicLong();

    Breaker(Duration timeout, Duration pause, LongSupplier nanos) {
        this.timeout = timeout;
        this.pauseNanos = pause.toNanos();
        this.nanos = nanos;
    }

    boolean isOpen() {
        return failures.get() >= FAILURES;
    }

    <T> Uni<T> call(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            if (!admits()) {
                return Uni.createFrom().failure(new PostgresDown("PostgreSQL is away"));
            }
            return work.get()
                    .ifNoItem()
                    .after(timeout)
                    .failWith(() -> new TimeoutException("PostgreSQL did not answer in time"))
                    .onItem()
                    .invoke(() -> failures.set(0))
                    .onFailure()
                    .invoke(failure -> failed());
        });
    }

    private boolean admits() {
        if (!isOpen()) {
            return true;
        }
        long next = nextTry.get();
        long now = nanos.getAsLong();
        return now - next >= 0 && nextTry.compareAndSet(next, now + pauseNanos);
    }

    private void failed() {
        if (failures.incrementAndGet() == FAILURES) {
            nextTry.set(nanos.getAsLong() + pauseNanos);
        }
    }
}
