package io.mnemesh.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.launcher.client.MnemeshClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stores, reads and searches memories at a steady rate, four, three and three of ten requests, and never asks twice: whatever is
 * not answered as it should be is a failure. A read is of a memory that was acknowledged before. Thread-safe.
 */
final class SteadyRequests implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final MnemeshClient client;
    private final int perSecond;
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final List<String> known = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    SteadyRequests(MnemeshClient client, int perSecond) {
        this.client = client;
        this.perSecond = perSecond;
    }

    /** Sends so many requests one after another, so that processes that were just started have seen each kind. */
    void warmUp(int requests) {
        for (int i = 0; i < requests; i++) {
            send(begun.getAndIncrement());
        }
    }

    /** Begins; something must have been stored, so that there is something to read. */
    void begin() {
        var _ = clock.scheduleAtFixedRate(
                this::next, 0, TimeUnit.SECONDS.toMicros(1) / perSecond, TimeUnit.MICROSECONDS);
    }

    private void next() {
        int number = begun.incrementAndGet();
        open.incrementAndGet();
        callers.execute(() -> {
            try {
                send(number);
                answered.incrementAndGet();
            } catch (RuntimeException | AssertionError e) {
                failures.add("request " + number + ": " + e);
            } finally {
                open.decrementAndGet();
            }
        });
    }

    private void send(int number) {
        switch (number % 10) {
            case 0, 1, 2, 3 -> store(number);
            case 4, 5, 6 -> read();
            default -> client.search(Map.of("query", "who looks after berth " + number % 97, "limit", 3));
        }
    }

    private void store(int number) {
        String content = "Note %d: berth %d is looked after by crew %d".formatted(number, number % 97, number % 31);
        String id = client.store(Map.of("type", "fact", "content", content))
                .path("id")
                .asText();
        acknowledged.put(id, content);
        if (known.size() < 100) {
            known.add(id);
        }
    }

    private void read() {
        String id = known.get(ThreadLocalRandom.current().nextInt(known.size()));
        String content = client.get("/api/memories/" + id).ok().path("content").asText();
        if (!content.equals(acknowledged.get(id))) {
            throw new AssertionError("memory " + id + " reads '" + content + "'");
        }
    }

    /** Waits until so many further requests are answered. */
    void awaitAnswers(int more) {
        int goal = answered.get() + more;
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(answered.get())
                        .as("answered, beside %d under way and failures %s", open.get(), failures)
                        .isGreaterThanOrEqualTo(goal));
    }

    /** Begins no further request and waits for those under way. */
    void finish() {
        clock.shutdownNow();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> open.get() == 0);
    }

    /** Content by id of all that was stored and acknowledged. */
    Map<String, String> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    List<String> failures() {
        return failures;
    }

    int answered() {
        return answered.get();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        callers.shutdownNow();
    }
}
