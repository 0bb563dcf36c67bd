package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.launcher.client.MnemeshClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Latency of searches one after another, and how many of them went by meaning too. */
final class SearchLatency {

    private static final int WARM_UP = 200;
    private static final int SEARCHES = 1000;

    private SearchLatency() {}

    /** @param search the body of the n-th search */
    static void measure(MnemeshClient client, IntFunction<Map<String, Object>> search, Figures figures, String key) {
        List<Long> latencies = new ArrayList<>();
        int hybrid = 0;
        for (int i = 0; i < WARM_UP + SEARCHES; i++) {
            Map<String, Object> body = search.apply(i);
            long begin = System.nanoTime();
            JsonNode answer = client.search(body);
            if (i >= WARM_UP) {
                latencies.add(System.nanoTime() - begin);
                hybrid += answer.path("mode").asText().equals("hybrid") ? 1 : 0;
            }
        }
        figures.putLatencies(key, latencies);
        figures.put(key + "_hybrid_share", hybrid / (double) SEARCHES);
    }
}
