package io.mnemesh.benchmarks;

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
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A question is at least so like the sentence that answers it; without a vector the likeness is none. */
    private static final double LEAST_LIKENESS = 0.2;

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
        Corpus.Fact fact = corpus.fact();
        long begin = System.nanoTime();
        String id = client.store(Map.of("type", "fact", "content", fact.sentence(), "context", Map.of("user", user)))
                .path("id")
                .asText();
        store.add(System.nanoTime() - begin);
        var frame = feed.next(PATIENCE).orElseThrow();
        if (!frame.body().path("subject").asText().equals(id)) {
            throw new IllegalStateException("The event is of another memory.");
        }
        event.add(System.nanoTime() - begin);
        var query = Map.of("query", fact.question(), "filter", Map.of("user", user));
        while (client.search(query).path("hits").path(0).path("semanticScore").asDouble() < LEAST_LIKENESS) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new IllegalStateException("Memory " + id + " is not found by meaning after " + PATIENCE + ".");
            }
        }
        searchable.add(System.nanoTime() - begin);
    }
}
