package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.launcher.client.MnemeshClient;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Waits for the vectors of memories. */
final class Vectors {

    private final MnemeshClient client;
    private @Nullable String cursor;

    private Vectors(MnemeshClient client) {
        this.client = client;
    }

    /** Until each of these has its vector. */
    static void await(MnemeshClient client, Collection<String> ids) throws InterruptedException {
        for (String id : ids) {
            Polling.until(() ->
                    client.get("/api/memories/" + id).ok().path("embedded").asBoolean());
        }
    }

    /**
     * Until every memory of the tenant has its vector.
     *
     * @param period how often it looks
     * @throws IllegalStateException if it takes longer than {@code limit}
     */
    static void await(MnemeshClient client, Duration period, Duration limit) throws InterruptedException {
        Polling.until(period, limit, new Vectors(client)::isEveryOneThere);
    }

    /** Goes on at the page where the last call found one without a vector. */
    private boolean isEveryOneThere() {
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
