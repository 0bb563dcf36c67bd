package io.mnemesh.systemtests;

import static org.awaitility.Awaitility.await;

import io.mnemesh.launcher.client.MnemeshClient;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes memories at a steady rate, whatever happens to the servers. Each memory has an idempotency key and is tried
 * again, less and less often, until it is acknowledged; what cannot be sent yet waits its turn. So would a careful
 * application do, with its bounded number of requests under way.
 */
final class SteadyWriter implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int UNDER_WAY = 64;
    private static final String[] SUBJECTS = {
        "the harbour crane",
        "a grain silo",
        "our night shift",
        "the ferry timetable",
        "that glass furnace",
        "the salt mine"
    };
    private static final String[] DEEDS = {
        "was inspected by", "is scheduled with", "was repaired by", "belongs to", "is watched by", "was sold to"
    };

    private final MnemeshClient client;
    private final Duration interval;
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService callers =
            Executors.newFixedThreadPool(UNDER_WAY, Thread.ofVirtual().factory());

    SteadyWriter(MnemeshClient client, Duration interval) {
        this.client = client;
        this.interval = interval;
    }

    void begin() {
        var _ = clock.scheduleAtFixedRate(
                () -> {
                    int number = count.incrementAndGet();
                    open.incrementAndGet();
                    callers.execute(() -> write(number));
                },
                0,
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void write(int number) {
        String content = "Entry %d: %s %s team %s"
                .formatted(
                        number,
                        SUBJECTS[number % SUBJECTS.length],
                        DEEDS[number / SUBJECTS.length % DEEDS.length],
                        UUID.randomUUID().toString().substring(0, 8));
        String key = UUID.randomUUID().toString();
        try {
            for (int failures = 0; !closed.get(); failures++) {
                try {
                    var answer = client.store(Map.of("type", "fact", "content", content), key);
                    acknowledged.put(answer.path("id").asText(), content);
                    return;
                } catch (RuntimeException e) {
                    pause(failures);
                }
            }
        } finally {
            open.decrementAndGet();
        }
    }

    /** Waits a second before the first repetition, twice as long before each further one, 5 s at most; half of it by chance. */
    private static void pause(int failures) {
        long longest = Math.min(1_000L << Math.min(failures, 4), 5_000);
        long wait = ThreadLocalRandom.current().nextLong(longest / 2, longest);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(wait));
    }

    /** Waits until {@code more} further memories are acknowledged. */
    void awaitAcknowledged(int more) {
        int goal = acknowledged.size() + more;
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> acknowledged.size() >= goal);
    }

    /** Starts no further write, waits for those under way as long as they get answers, and returns content by id. */
    Map<String, String> finish() throws InterruptedException {
        clock.shutdown();
        clock.awaitTermination(5, TimeUnit.SECONDS);
        for (int left = open.get(); left > 0; left = open.get()) {
            int before = left;
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> open.get() < before);
        }
        return Map.copyOf(acknowledged);
    }

    @Override
    public void close() {
        closed.set(true);
        clock.shutdownNow();
        callers.close();
    }
}
