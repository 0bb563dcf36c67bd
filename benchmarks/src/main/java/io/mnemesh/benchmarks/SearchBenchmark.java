package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.launcher.client.MnemeshClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Search over 10,000 memories through the gateway, the query embedded in it, one caller at a time: while what was stored is
 * still compared and clustered, and when that has come to its end.
 */
final class SearchBenchmark implements Benchmark {

    private static final int MEMORIES = 10_000;
    private static final int WRITERS = 16;
    private static final Duration PERIOD = Duration.ofMillis(20);
    private static final Duration REST_PERIOD = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "search";
    }

    @Override
    public String measures() {
        return "search latency at 10,000 memories, beside work in the background and without, with and without a filter";
    }

    @Override
    public void run(Options options, Figures figures) throws Exception {
        try (var mesh = new BenchmarkMesh()) {
            fill(mesh.client(), figures);
            figures.put("waiting_before", waiting(mesh.client()));
            measure(mesh.client(), false, figures, "search_beside_background");
            figures.put("waiting_after", waiting(mesh.client()));
            Polling.until(REST_PERIOD, LIMIT, () -> waiting(mesh.client()) == 0);
            measure(mesh.client(), false, figures, "search");
            measure(mesh.client(), true, figures, "search_filtered");
            Residents.measure(mesh, figures, "resident_mib:");
        }
    }

    /** Memories that wait to be compared or clustered. */
    private static int waiting(MnemeshClient client) {
        JsonNode statistics = client.get("/api/memories/stats").ok();
        return Math.max(
                statistics.path("consolidation").path("uncompared").asInt(),
                statistics.path("clusters").path("waiting").asInt());
    }

    private static void fill(MnemeshClient client, Figures figures) throws InterruptedException {
        var corpus = new Corpus(3);
        var slots = new Semaphore(WRITERS);
        long begin = System.nanoTime();
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < MEMORIES; i++) {
                Map<String, Object> memory = corpus.memory();
                slots.acquire();
                writers.execute(() -> {
                    try {
                        client.store(memory);
                    } finally {
                        slots.release();
                    }
                });
            }
        }
        figures.put("stored_per_s", MEMORIES / seconds(begin));
        Vectors.await(client, PERIOD, LIMIT);
        figures.put("embedded_per_s", MEMORIES / seconds(begin));
    }

    private static void measure(MnemeshClient client, boolean filtered, Figures figures, String key) {
        var corpus = new Corpus(4);
        SearchLatency.measure(
                client,
                number -> filtered
                        ? Map.of("query", corpus.question(), "filter", Map.of("user", corpus.user()))
                        : Map.of("query", corpus.question()),
                figures,
                key);
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
