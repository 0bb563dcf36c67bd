package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.benchmarks.PlantedCorpus.Planted;
import io.mnemesh.benchmarks.PlantedCorpus.Selectivity;
import io.mnemesh.launcher.client.MnemeshClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The corpus in memory-service, searched through the gateway. */
final class MeshSearched implements Searched {

    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofHours(3);

    private final MnemeshClient client;
    private final Map<String, Integer> positions = new HashMap<>();
    private int byWordsOnly;

    private MeshSearched(MnemeshClient client, List<String> ids) {
        this.client = client;
        for (String id : ids) {
            positions.put(id, positions.size());
        }
    }

    /** Stores the corpus and waits until it has its vectors. */
    static MeshSearched fill(MnemeshClient client, PlantedCorpus corpus, Figures figures, String prefix)
            throws InterruptedException {
        int size = corpus.memories().size();
        long begin = System.nanoTime();
        List<String> ids = new BatchFill(client)
                .store(corpus.memories().stream().map(Planted::body).toList());
        figures.put(prefix + "stored_per_s", size / seconds(begin));
        Vectors.await(client, PERIOD, LIMIT);
        figures.put(prefix + "embedded_per_s", size / seconds(begin));
        return new MeshSearched(client, ids);
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
        return positions.getOrDefault(memory.path("id").asText(), -1);
    }

    /** Searches that were answered without meaning. */
    int byWordsOnly() {
        return byWordsOnly;
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
