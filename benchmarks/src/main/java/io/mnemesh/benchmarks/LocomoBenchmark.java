package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.launcher.client.MnemeshClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Retrieval quality over long conversations (LoCoMo): every turn is stored as a memory with its conversation, session,
 * speaker and time, every question is one search of its conversation.
 */
final class LocomoBenchmark implements Benchmark {

    private static final int WRITERS = 8;
    private static final int HITS = 50;

    @Override
    public String name() {
        return "locomo";
    }

    @Override
    public String measures() {
        return "LoCoMo: turns and sessions found for questions over long conversations (--data DIR)";
    }

    @Override
    public void run(Options options, Figures figures) throws IOException, InterruptedException {
        Path data = options.data();
        if (data == null) {
            throw new IllegalArgumentException("locomo needs --data DIR with the conversations as *.json.");
        }
        List<Locomo.Conversation> conversations = Locomo.read(data);
        var scores = new LocomoScores();
        var latencies = new ArrayList<Long>();
        try (var mesh = new BenchmarkMesh()) {
            for (Locomo.Conversation conversation : conversations) {
                Map<String, String> turns = store(mesh.client(), conversation);
                for (Locomo.Question question : conversation.questions()) {
                    long begin = System.nanoTime();
                    JsonNode answer = search(mesh.client(), conversation, question.text());
                    latencies.add(System.nanoTime() - begin);
                    scores.add(question, ranked(answer, turns));
                }
            }
        }
        scores.means().forEach(figures::put);
        figures.putLatencies("search", latencies);
    }

    /** Stores all turns and waits until they can be found by meaning; answers the turn of each memory. */
    private static Map<String, String> store(MnemeshClient client, Locomo.Conversation conversation)
            throws InterruptedException {
        Map<String, String> turns = new ConcurrentHashMap<>();
        var slots = new Semaphore(WRITERS);
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Locomo.Turn turn : conversation.turns()) {
                slots.acquire();
                writers.execute(() -> {
                    try {
                        turns.put(
                                client.store(memory(conversation, turn))
                                        .path("id")
                                        .asText(),
                                turn.id());
                    } finally {
                        slots.release();
                    }
                });
            }
        }
        if (turns.size() != conversation.turns().size()) {
            throw new IllegalStateException("Not every turn was stored.");
        }
        Vectors.await(client, turns.keySet());
        for (Locomo.Turn turn : conversation.turns().reversed().subList(0, 5)) {
            Polling.until(() -> search(client, conversation, turn.text())
                    .path("hits")
                    .path(0)
                    .path("semanticScore")
                    .isNumber());
        }
        return turns;
    }

    private static Map<String, Object> memory(Locomo.Conversation conversation, Locomo.Turn turn) {
        return Map.of(
                "type", "conversation_turn",
                "content", turn.text(),
                "occurredAt", turn.time().toString(),
                "context",
                        Map.of(
                                "user", turn.speaker(),
                                "conversation", conversation.id(),
                                "session", conversation.id() + "-" + turn.session()));
    }

    private static JsonNode search(MnemeshClient client, Locomo.Conversation conversation, String question) {
        var body = new HashMap<String, Object>();
        body.put("query", question);
        body.put("limit", HITS);
        body.put("filter", Map.of("conversation", conversation.id()));
        return client.search(body);
    }

    private static List<String> ranked(JsonNode answer, Map<String, String> turns) {
        var ranked = new ArrayList<String>();
        for (JsonNode hit : answer.path("hits")) {
            ranked.add(turns.getOrDefault(hit.path("memory").path("id").asText(), "D0:0"));
        }
        return ranked;
    }
}
