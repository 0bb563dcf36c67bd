package io.mnemesh.benchmarks;

import io.mnemesh.launcher.client.MnemeshClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/** Latency of searches one after another, those that warm up by themselves. */
final class SearchLatency {

    private static final int WARM_UP = 1000;
    private static final int SEARCHES = 1000;

    private SearchLatency() {}

    /**
     * Asks a thousand times to warm up, and a thousand times more; also tells how many of those went by meaning too.
     *
     * @param search the body of the n-th search
     */
    static void measure(MnemeshClient client, IntFunction<Map<String, Object>> search, Figures figures, String key) {
        var hybrid = new int[1];
        measure(
                number -> {
                    String mode =
                            client.search(search.apply(number)).path("mode").asText();
                    hybrid[0] += number >= WARM_UP && mode.equals("hybrid") ? 1 : 0;
                },
                figures,
                key);
        figures.put(key + "_hybrid_share", hybrid[0] / (double) SEARCHES);
    }

    /**
     * Asks a thousand times to warm up, and a thousand times more.
     *
     * @param search does the n-th search
     */
    static void measure(IntConsumer search, Figures figures, String key) {
        List<Long> cold = new ArrayList<>();
        List<Long> latencies = new ArrayList<>();
        for (int i = 0; i < WARM_UP + SEARCHES; i++) {
            long begin = System.nanoTime();
            search.accept(i);
            (i < WARM_UP ? cold : latencies).add(System.nanoTime() - begin);
        }
        figures.putLatencies(key + "_warm_up", cold);
        figures.putLatencies(key, latencies);
    }
}
