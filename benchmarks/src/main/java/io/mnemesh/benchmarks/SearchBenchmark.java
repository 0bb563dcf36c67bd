package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.launcher.client.MnemeshClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Search over 10,000 memories through the gateway, the query embedded in it, one caller at a time. */
final class SearchBenchmark implements Benchmark {

    private static final int MEMORIES = 10_000;
    private static final int WARM_UP = 200;
    private static final int SEARCHES = 1000;
    private static final int WRITERS = 16;

    @Override
    public String name() {
        return "search";
    }

    @Override
    public String measures() {
        return "search latency at 10,000 memories, with and without a filter";
    }

    @Override
    public void run(Options options, Figures figures) throws Exception {
        try (var mesh = new BenchmarkMesh()) {
            fill(mesh.client(), figures);
            measure(mesh.client(), false, figures, "search");
            measure(mesh.client(), true, figures, "search_filtered");
        }
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
        Polling.until(() -> isEveryOneEmbedded(client));
        figures.put("embedded_per_s", MEMORIES / seconds(begin));
    }

    private static boolean isEveryOneEmbedded(MnemeshClient client) {
        String cursor = "";
        do {
            JsonNode page = client.get("/api/memories?limit=100" + cursor).ok();
            for (JsonNode memory : page.path("items")) {
                if (!memory.path("embedded").asBoolean()) {
                    return false;
                }
            }
            cursor = page.path("nextCursor").isTextual()
                    ? "&cursor=" + page.path("nextCursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        return true;
    }

    private static void measure(MnemeshClient client, boolean filtered, Figures figures, String key) {
        var corpus = new Corpus(4);
        List<Long> latencies = new ArrayList<>();
        int hybrid = 0;
        for (int i = 0; i < WARM_UP + SEARCHES; i++) {
            Map<String, Object> query = filtered
                    ? Map.of("query", corpus.question(), "filter", Map.of("user", corpus.user()))
                    : Map.of("query", corpus.question());
            long begin = System.nanoTime();
            var answer = client.search(query);
            if (i >= WARM_UP) {
                latencies.add(System.nanoTime() - begin);
                hybrid += answer.path("mode").asText().equals("hybrid") ? 1 : 0;
            }
        }
        figures.putLatencies(key, latencies);
        figures.put(key + "_hybrid_share", hybrid / (double) SEARCHES);
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
