package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.benchmarks.PlantedCorpus.Planted;
import io.mnemesh.benchmarks.PlantedCorpus.Selectivity;
import io.mnemesh.launcher.client.MnemeshClient;
import io.mnemesh.launcher.stack.ManagedProcess;
import io.mnemesh.launcher.stack.ProcessMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Retrieval over many made-up memories through the gateway: latency of a search with its embedding, recall of the leg by
 * meaning against exact search at three selectivities, and rare words found first. One caller at a time.
 */
final class RetrievalBenchmark implements Benchmark {

    private static final int SIZE = 100_000;
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofHours(3);
    private static final int RECALLS = 200;
    private static final int TOP = 10;

    @Override
    public String name() {
        return "retrieval";
    }

    @Override
    public String measures() {
        return "search latency and recall at 100,000 memories (--size), filtered and not, rare words, memory";
    }

    @Override
    public void run(Options options, Figures figures) throws Exception {
        int size = options.size(SIZE);
        var corpus = new PlantedCorpus(size);
        try (var mesh = new BenchmarkMesh()) {
            MnemeshClient client = mesh.client();
            List<String> ids = fill(client, corpus, figures);
            for (Selectivity selectivity : Selectivity.values()) {
                latency(client, selectivity, figures);
            }
            rareWords(client, corpus, ids, figures);
            var exact = new ExactSearch(
                    client, corpus.memories().stream().map(Planted::content).toList());
            for (Selectivity selectivity : Selectivity.values()) {
                recall(client, corpus, ids, exact, selectivity, figures);
            }
            resident(mesh, figures);
        }
    }

    private static List<String> fill(MnemeshClient client, PlantedCorpus corpus, Figures figures)
            throws InterruptedException {
        var fill = new BatchFill(client);
        int size = corpus.memories().size();
        long begin = System.nanoTime();
        List<String> ids =
                fill.store(corpus.memories().stream().map(Planted::body).toList());
        figures.put("stored_per_s", size / seconds(begin));
        Vectors.await(client, PERIOD, LIMIT);
        figures.put("embedded_per_s", size / seconds(begin));
        return ids;
    }

    private static void latency(MnemeshClient client, Selectivity selectivity, Figures figures) {
        Corpus questions = selectivity.questions(1);
        SearchLatency.measure(
                client,
                number -> selectivity.search(questions.question(), number),
                figures,
                "search_" + key(selectivity));
    }

    private static void rareWords(MnemeshClient client, PlantedCorpus corpus, List<String> ids, Figures figures) {
        int asked = 0;
        int first = 0;
        for (int i = 0; i < ids.size(); i++) {
            String rare = corpus.memories().get(i).rare();
            if (!rare.isEmpty()) {
                JsonNode hits = client.search(Map.of("query", "what is filed as " + rare + "?", "limit", 1))
                        .path("hits");
                asked++;
                first += hits.path(0).path("memory").path("id").asText().equals(ids.get(i)) ? 1 : 0;
            }
        }
        figures.put("rare_words", asked);
        figures.put("rare_word_first_share", first / (double) asked);
    }

    private static void recall(
            MnemeshClient client,
            PlantedCorpus corpus,
            List<String> ids,
            ExactSearch exact,
            Selectivity selectivity,
            Figures figures) {
        var questions = selectivity.questions(2);
        double recalled = 0;
        for (int i = 0; i < RECALLS; i++) {
            String question = questions.question();
            int which = i;
            List<Integer> nearest = exact.nearest(
                    ExactSearch.embed(client, List.of(question)).getFirst(),
                    TOP,
                    position -> corpus.memories().get(position).passes(selectivity, which));
            Map<String, Object> search = new HashMap<>(selectivity.search(question, which));
            search.put("explain", true);
            List<String> found = new ArrayList<>();
            for (JsonNode candidate : client.search(search).path("candidates").path("semantic")) {
                if (found.size() < nearest.size()) {
                    found.add(candidate.path("id").asText());
                }
            }
            recalled += nearest.stream()
                            .filter(position -> found.contains(ids.get(position)))
                            .count()
                    / (double) nearest.size();
        }
        figures.put("recall_at_10_" + key(selectivity), recalled / RECALLS);
    }

    private static void resident(BenchmarkMesh mesh, Figures figures) {
        for (ManagedProcess process : mesh.stack().processes()) {
            if (process.name().equals("memory")) {
                ProcessMemory.residentMiB(Objects.requireNonNull(process.handle()))
                        .ifPresent(mib -> figures.put("memory_service_mib", mib));
            }
        }
    }

    private static String key(Selectivity selectivity) {
        return selectivity.name().toLowerCase(Locale.ROOT);
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
