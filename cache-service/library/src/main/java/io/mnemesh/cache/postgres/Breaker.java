package io.mnemesh.cache.postgres;

import io.mnemesh.cache.RefusedPut;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A circuit breaker with a time-out. After some failures in a row it lets one call through per pause and fails the others
 * at once; the first success closes it. A {@link RefusedPut} is an answer, not a failure.
 */
final class Breaker {

    private static final int FAILURES = 3;
    private static final String REFUSAL = "MN";

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
                    .onFailure(Breaker::isRefusal)
                    .transform(Breaker::refusal)
                    .onItem()
                    .invoke(() -> failures.set(0))
                    .onFailure()
                    .invoke(this::failed);
        });
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof PgException raised
                && String.valueOf(raised.getSqlState()).startsWith(REFUSAL);
    }

    private static RefusedPut refusal(Throwable failure) {
        String detail = failure instanceof PgException raised ? raised.getDetail() : null;
        return new RefusedPut(detail == null ? "" : detail, failure);
    }

    private boolean admits() {
        if (!isOpen()) {
            return true;
        }
        long next = nextTry.get();
        long now = nanos.getAsLong();
        return now - next >= 0 && nextTry.compareAndSet(next, now + pauseNanos);
    }

    private void failed(Throwable failure) {
        if (failure instanceof RefusedPut) {
            failures.set(0);
        } else if (failures.incrementAndGet() == FAILURES) {
            nextTry.set(nanos.getAsLong() + pauseNanos);
        }
    }
}
