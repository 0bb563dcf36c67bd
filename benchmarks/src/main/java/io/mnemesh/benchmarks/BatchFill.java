package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.launcher.client.MnemeshClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Stores memories by batches. */
final class BatchFill {

    private static final int BATCH = 500;

    private final MnemeshClient client;

    BatchFill(MnemeshClient client) {
        this.client = client;
    }

    /** Ids of the memories, in their order. */
    List<String> store(List<Map<String, Object>> memories) {
        var ids = new ArrayList<String>(memories.size());
        for (int from = 0; from < memories.size(); from += BATCH) {
            List<Map<String, Object>> items = memories.subList(from, Math.min(from + BATCH, memories.size())).stream()
                    .map(memory -> Map.of("op", "add", "memory", memory))
                    .toList();
            JsonNode answer =
                    client.post("/api/memories/batch", Map.of("items", items)).ok();
            for (JsonNode item : answer.path("items")) {
                ids.add(item.path("memory").path("id").asText());
            }
        }
        if (ids.contains("")) {
            throw new IllegalStateException("Not every memory was stored.");
        }
        return ids;
    }
}
