package io.mnemesh.memory.background;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** The HTTP requests that are being answered at the moment, those of the management port left out. Thread-safe. */
@ApplicationScoped
public class Foreground {

    /** Time after a request in which the next one is to be expected. */
    static final Duration GRACE = Duration.ofMillis(100);

    /** Before everything else that sees a request. */
    private static final int FIRST = 10_000;

    private final LongSupplier nanoTime;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile long lastEnd;

    @Inject
    Foreground() {
        this(System::nanoTime);
    }

    /** @param nanoTime source of the time, in nanoseconds */
    Foreground(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastEnd = nanoTime.getAsLong() - GRACE.toNanos();
    }

    void watch(@Observes Filters filters) {
        filters.register(this::count, FIRST);
    }

    private void count(RoutingContext request) {
        begin();
        request.addEndHandler(ended -> end());
        request.next();
    }

    void begin() {
        requests.incrementAndGet();
    }

    /** A request was answered, failed, or was given up by its client. */
    void end() {
        lastEnd = nanoTime.getAsLong();
        requests.decrementAndGet();
    }

    /** How many there are. */
    int requests() {
        return requests.get();
    }

    /** True while there are some, and shortly after. */
    boolean busy() {
        return requests.get() > 0 || nanoTime.getAsLong() - lastEnd < GRACE.toNanos();
    }
}
