package io.mnemesh.benchmarks;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for something that has no signal. */
public final class Polling {

    private static final Duration PERIOD = Duration.ofMillis(20);
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private Polling() {}

    /** @throws IllegalStateException if it does not come true in ten minutes */
    public static void until(Callable<Boolean> condition) throws InterruptedException {
        until(PERIOD, condition);
    }

    /** @throws IllegalStateException if it does not come true in ten minutes */
    static void until(Duration period, Callable<Boolean> condition) throws InterruptedException {
        until(period, LIMIT, condition);
    }

    /** @throws IllegalStateException if it does not come true within {@code limit} */
    public static void until(Duration period, Duration limit, Callable<Boolean> condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (!condition.call()) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("It did not come true in " + limit);
                }
                LockSupport.parkNanos(period.toNanos());
            }
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
