package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.launcher.client.MnemeshClient;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Whether what holds is found first after facts changed: 500 chains of updates, all stored in one shuffled order, once
 * with slot keys and once as plain sentences. Each chain is asked for what holds, and for what held in the middle of each
 * of its values.
 */
final class ChainsBenchmark implements Benchmark {

    private static final int CHAINS = 500;
    private static final int WRITERS = 8;
    private static final long SEED = 7;

    @Override
    public String name() {
        return "chains";
    }

    @Override
    public String measures() {
        return "500 update chains: the current value first, and the value at a time first";
    }

    @Override
    public void run(Options options, Figures figures) throws IOException, InterruptedException {
        List<UpdateChains.Chain> chains = new UpdateChains(SEED).chains(CHAINS);
        try (var mesh = new BenchmarkMesh()) {
            for (Way way : Way.values()) {
                store(mesh.client(), chains, way);
            }
            figures.put("chains", CHAINS);
            figures.put(
                    "values",
                    chains.stream().mapToInt(chain -> chain.values().size()).sum());
            for (Way way : Way.values()) {
                measure(mesh.client(), chains, way, figures);
            }
        }
    }

    private static void store(MnemeshClient client, List<UpdateChains.Chain> chains, Way way)
            throws InterruptedException {
        var memories = new ArrayList<Map<String, Object>>();
        for (UpdateChains.Chain chain : chains) {
            chain.values().forEach(value -> memories.add(memory(chain, value, way)));
        }
        Collections.shuffle(memories, new Random(SEED));
        Set<String> ids = ConcurrentHashMap.newKeySet();
        var slots = new Semaphore(WRITERS);
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Map<String, Object> memory : memories) {
                slots.acquire();
                writers.execute(() -> {
                    try {
                        ids.add(client.store(memory).path("id").asText());
                    } finally {
                        slots.release();
                    }
                });
            }
        }
        if (ids.size() != memories.size()) {
            throw new IllegalStateException("Not every value was stored.");
        }
        Vectors.await(client, ids);
        UpdateChains.Chain last = chains.getLast();
        Polling.until(() ->
                search(client, last, way, null).at("/hits/0/semanticScore").isNumber());
    }

    private static Map<String, Object> memory(UpdateChains.Chain chain, UpdateChains.Value value, Way way) {
        var memory = new HashMap<String, Object>();
        memory.put("type", "fact");
        memory.put("content", value.content());
        memory.put("occurredAt", value.at().toString());
        memory.put("context", context(chain, way));
        if (way == Way.SLOTS) {
            memory.put("slot", Map.of("subject", chain.subject(), "attribute", chain.attribute()));
        }
        return memory;
    }

    /** Where its memories belong, and where questions about it look: to the person if it speaks itself. */
    private static Map<String, Object> context(UpdateChains.Chain chain, Way way) {
        return chain.ownWords()
                ? Map.of("workspace", way.key(), "user", chain.subject())
                : Map.of("workspace", way.key());
    }

    private static JsonNode search(MnemeshClient client, UpdateChains.Chain chain, Way way, @Nullable Instant asOf) {
        var body = new HashMap<String, Object>();
        body.put("query", chain.question());
        body.put("limit", 3);
        body.put("filter", context(chain, way));
        if (asOf != null) {
            body.put("asOf", asOf.toString());
        }
        return client.search(body);
    }

    private static void measure(MnemeshClient client, List<UpdateChains.Chain> chains, Way way, Figures figures) {
        int current = 0;
        int asked = 0;
        int held = 0;
        var latencies = new ArrayList<Long>();
        for (UpdateChains.Chain chain : chains) {
            current += isFirst(client, chain, way, null, chain.current(), latencies) ? 1 : 0;
            for (UpdateChains.Value value : chain.values()) {
                asked++;
                held += isFirst(client, chain, way, value.middle(), value, latencies) ? 1 : 0;
            }
        }
        figures.put(way.key() + "_current_first", current / (double) chains.size());
        figures.put(way.key() + "_as_of_first", held / (double) asked);
        figures.putLatencies(way.key() + "_search", latencies);
    }

    private static boolean isFirst(
            MnemeshClient client,
            UpdateChains.Chain chain,
            Way way,
            @Nullable Instant asOf,
            UpdateChains.Value expected,
            List<Long> latencies) {
        long begin = System.nanoTime();
        String found =
                search(client, chain, way, asOf).at("/hits/0/memory/content").asText();
        latencies.add(System.nanoTime() - begin);
        if (found.equals(expected.content())) {
            return true;
        }
        System.out.printf("  %s: '%s' finds '%s', not '%s'%n", way.key(), chain.question(), found, expected.content());
        return false;
    }

    /** How it is known which memories are values of the same. */
    private enum Way {
        SLOTS("slots"),
        RULES("rules");

        private final String key;

        Way(String key) {
            this.key = key;
        }

        String key() {
            return key;
        }
    }
}
