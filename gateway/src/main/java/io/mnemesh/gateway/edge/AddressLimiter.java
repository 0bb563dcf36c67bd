package io.mnemesh.gateway.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;

/** How often each client address may do something within a time that slides along. Thread-safe. */
final class AddressLimiter {

    private final int limit;
    private final long waitNanos;
    private final Ticker ticker;
    private final Cache<String, Deque<Long>> openings;

    /** @param addresses client addresses that are watched at once; the one longest quiet is forgotten first */
    AddressLimiter(int limit, Duration wait, int addresses, Ticker ticker) {
        this.limit = limit;
        this.waitNanos = wait.toNanos();
        this.ticker = ticker;
        this.openings = Caffeine.newBuilder()
                .maximumSize(addresses)
                .expireAfterAccess(wait)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Takes a place.
     *
     * @return false if the address has as many as allowed
     */
    boolean enter(String address) {
        long now = ticker.read();
        var entered = new AtomicBoolean();
        openings.asMap().compute(address, (name, known) -> {
            Deque<Long> times = known == null ? new ArrayDeque<>() : known;
            while (!times.isEmpty() && now - times.getFirst() >= waitNanos) {
                times.removeFirst();
            }
            if (times.size() < limit) {
                times.addLast(now);
                entered.set(true);
            }
            return times;
        });
        return entered.get();
    }
}
