package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.launcher.client.MnemeshClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Latency of searches one after another, those that warm up by themselves, and how many of them went by meaning too. */
final class SearchLatency {

    private static final int WARM_UP = 1000;
    private static final int SEARCHES = 1000;

    private SearchLatency() {}

    /**
     * Asks a thousand times to warm up, and a thousand times more.
     *
     * @param search the body of the n-th search
     */
    static void measure(MnemeshClient client, IntFunction<Map<String, Object>> search, Figures figures, String key) {
        List<Long> cold = new ArrayList<>();
        List<Long> latencies = new ArrayList<>();
        int hybrid = 0;
        for (int i = 0; i < WARM_UP + SEARCHES; i++) {
            Map<String, Object> body = search.apply(i);
            long begin = System.nanoTime();
            JsonNode answer = client.search(body);
            (i < WARM_UP ? cold : latencies).add(System.nanoTime() - begin);
            if (i >= WARM_UP) {
                hybrid += answer.path("mode").asText().equals("hybrid") ? 1 : 0;
            }
        }
        figures.putLatencies(key + "_warm_up", cold);
        figures.putLatencies(key, latencies);
        figures.put(key + "_hybrid_share", hybrid / (double) SEARCHES);
    }
}
