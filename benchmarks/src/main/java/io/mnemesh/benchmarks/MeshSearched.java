package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.benchmarks.PlantedCorpus.Selectivity;
import io.mnemesh.launcher.client.MnemeshClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToIntFunction;

/** The corpus in memory-service, searched through the gateway. */
final class MeshSearched implements Searched {

    private final MnemeshClient client;
    private final ToIntFunction<UUID> positions;
    private int byWordsOnly;

    /** @param positions of memories in the corpus, by their ids; -1 of others */
    MeshSearched(MnemeshClient client, ToIntFunction<UUID> positions) {
        this.client = client;
        this.positions = positions;
    }

    @Override
    public List<Integer> search(String question, Selectivity selectivity, int which, int limit) {
        Map<String, Object> body = selectivity.search(question, which);
        body.put("limit", limit);
        JsonNode answer = client.search(body);
        byWordsOnly += answer.path("mode").asText().equals("hybrid") ? 0 : 1;
        var found = new ArrayList<Integer>();
        answer.path("hits").forEach(hit -> found.add(position(hit.path("memory"))));
        return found;
    }

    @Override
    public List<Integer> nearest(String question, Selectivity selectivity, int which, int limit) {
        Map<String, Object> body = selectivity.search(question, which);
        body.put("explain", true);
        var found = new ArrayList<Integer>();
        for (JsonNode candidate : client.search(body).path("candidates").path("semantic")) {
            if (found.size() < limit) {
                found.add(position(candidate));
            }
        }
        return found;
    }

    private int position(JsonNode memory) {
        return positions.applyAsInt(UUID.fromString(memory.path("id").asText()));
    }

    /** Searches that were answered without meaning. */
    int byWordsOnly() {
        return byWordsOnly;
    }
}
