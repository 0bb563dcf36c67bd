package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.launcher.client.EventFeed;
import io.mnemesh.launcher.client.MnemeshClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How soon a stored memory is announced on a WebSocket and found by meaning, one at a time. */
final class IngestBenchmark implements Benchmark {

    private static final int WARM_UP = 50;
    private static final int MEMORIES = 300;

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public String measures() {
        return "store -> WebSocket event, store -> searchable by meaning";
    }

    @Override
    public void run(Options options, Figures figures) throws IOException {
        try (var mesh = new BenchmarkMesh();
                var feed = mesh.client().subscribe(List.of("memory_created"))) {
            var corpus = new Corpus(2);
            var store = new ArrayList<Long>();
            var event = new ArrayList<Long>();
            var searchable = new ArrayList<Long>();
            for (int i = 0; i < WARM_UP + MEMORIES; i++) {
                if (i == WARM_UP) {
                    store.clear();
                    event.clear();
                    searchable.clear();
                }
                one(mesh.client(), feed, corpus, store, event, searchable);
            }
            figures.putLatencies("store", store);
            figures.putLatencies("store_to_event", event);
            figures.putLatencies("store_to_searchable", searchable);
        }
    }

    /** Times run from the moment the request is sent. */
    private static void one(
            MnemeshClient client,
            EventFeed feed,
            Corpus corpus,
            List<Long> store,
            List<Long> event,
            List<Long> searchable) {
        String user = UUID.randomUUID().toString();
        long begin = System.nanoTime();
        String id = client.store(Map.of("type", "fact", "content", corpus.sentence(), "context", Map.of("user", user)))
                .path("id")
                .asText();
        store.add(System.nanoTime() - begin);
        var frame = feed.next(Duration.ofSeconds(10)).orElseThrow();
        if (!frame.body().path("subject").asText().equals(id)) {
            throw new IllegalStateException("The event is of another memory.");
        }
        event.add(System.nanoTime() - begin);
        var query = Map.of("query", corpus.question(), "filter", Map.of("user", user));
        JsonNode hit;
        do {
            hit = client.search(query).path("hits").path(0);
        } while (hit.path("semanticScore").asDouble() <= 0);
        searchable.add(System.nanoTime() - begin);
    }
}
