package io.mnemesh.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the wrong keys a client address may try: a window opens with the first wrong key, and once it holds
 * {@code limit} of them further attempts wait until it ends. Right keys cost nothing. Thread-safe.
 */
final class AttemptLimiter {

    private final int limit;
    private final Duration window;
    private final Ticker ticker;
    private final Cache<String, Window> windows;

    AttemptLimiter(int limit, Duration window, int addresses, Ticker ticker) {
        this.limit = limit;
        this.window = window;
        this.ticker = ticker;
        this.windows = Caffeine.newBuilder()
                .maximumSize(addresses)
                .expireAfterWrite(window)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    private record Window(long openedAt, AtomicLong failures) {}

    /** How long the address has to wait; zero if it may try. */
    Duration waitOf(String address) {
        Window open = windows.getIfPresent(address);
        if (open == null || open.failures().get() < limit) {
            return Duration.ZERO;
        }
        Duration left = window.minusNanos(ticker.read() - open.openedAt());
        return left.isPositive() ? left : Duration.ZERO;
    }

    void failed(String address) {
        windows.get(address, name -> new Window(ticker.read(), new AtomicLong()))
                .failures()
                .incrementAndGet();
    }
}
