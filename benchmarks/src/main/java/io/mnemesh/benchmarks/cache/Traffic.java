package io.mnemesh.benchmarks.cache;

import io.mnemesh.cache.HierarchicalCache;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads at a steady rate, whether or not those before have been answered: most of keys that L1 has, some of keys that nobody has
 * read, which take a while to load.
 */
final class Traffic implements AutoCloseable {

    static final int PER_SECOND = 2_000;

    private static final int HOT = 1_000;
    /** Of so many reads one is of a new key. */
    private static final int NEW_EVERY = 10;

    private static final Duration LOADER = Duration.ofMillis(5);

    private final HierarchicalCache<String> cache;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Thread thread;
    private volatile Stretch stretch = new Stretch();
    private volatile boolean ended;

    Traffic(HierarchicalCache<String> cache) {
        this.cache = cache;
        for (int i = 0; i < HOT; i++) {
            String key = hot(i);
            CacheNode.await(
                    cache.get(CacheNode.TENANT, key, () -> Uni.createFrom().item(key)));
        }
        thread = Thread.ofPlatform().name("traffic").start(this::run);
    }

    private static String hot(int number) {
        return "hot-" + number % HOT;
    }

    /** The reads of so long a time from now on. */
    Stretch during(Duration time) {
        var now = new Stretch();
        stretch = now;
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        stretch = new Stretch();
        return now;
    }

    private void run() {
        long interval = Duration.ofSeconds(1).toNanos() / PER_SECOND;
        long next = System.nanoTime();
        for (int number = 0; !ended; number++) {
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            next += interval;
            read(number);
        }
    }

    private void read(int number) {
        boolean isHot = number % NEW_EVERY != 0;
        String key = isHot ? hot(number) : "new-" + number;
        Stretch now = stretch;
        now.begun(underWay.incrementAndGet());
        long begin = System.nanoTime();
        cache.get(
                        CacheNode.TENANT,
                        key,
                        () -> Uni.createFrom().item(key).onItem().delayIt().by(LOADER))
                .onTermination()
                .invoke(underWay::decrementAndGet)
                .subscribe()
                .with(value -> now.answered(isHot, System.nanoTime() - begin), failure -> now.failed());
    }

    /** After this nothing is read any more. */
    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
