package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.launcher.client.MnemeshClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stores memories by batches and waits until each has its vector. */
final class BatchFill {

    private static final int BATCH = 500;
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofHours(3);

    private final MnemeshClient client;
    private @Nullable String cursor;

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

    void awaitVectors() throws InterruptedException {
        Polling.until(PERIOD, LIMIT, this::isEveryOneEmbedded);
    }

    /** Goes on at the page where the last call found one without a vector. */
    private boolean isEveryOneEmbedded() {
        while (true) {
            JsonNode page = client.get("/api/memories?limit=100" + (cursor == null ? "" : "&cursor=" + cursor))
                    .ok();
            for (JsonNode memory : page.path("items")) {
                if (!memory.path("embedded").asBoolean()) {
                    return false;
                }
            }
            if (!page.path("nextCursor").isTextual()) {
                return true;
            }
            cursor = page.path("nextCursor").asText();
        }
    }
}
