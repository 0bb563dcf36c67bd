package io.mnemesh.benchmarks;

import io.mnemesh.benchmarks.PlantedCorpus.Planted;
import io.mnemesh.benchmarks.PlantedCorpus.Selectivity;
import io.mnemesh.embedded.EmbeddedWeaviate;
import io.mnemesh.launcher.client.MnemeshClient;
import io.mnemesh.launcher.stack.ManagedProcess;
import io.mnemesh.launcher.stack.Service;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Retrieval over many made-up memories: latency of a search with its embedding, recall of the leg by meaning against exact
 * search at three selectivities, and rare words found first. One caller at a time. On request also of the same corpus in a
 * real Weaviate: by itself, and as the index of memory-service.
 */
final class RetrievalBenchmark implements Benchmark {

    private static final int SIZE = 100_000;
    private static final int RECALLS = 200;
    private static final int TOP = 10;

    /** Enough for a million vectors and their graph. */
    private static final int WEAVIATE_MIB = 4096;

    @Override
    public String name() {
        return "retrieval";
    }

    @Override
    public String measures() {
        return "search latency and recall at 100,000 memories (--size), filtered and not, rare words, memory; --weaviate";
    }

    @Override
    public void run(Options options, Figures figures) throws Exception {
        if (options.weaviate() && !EmbeddedWeaviate.there()) {
            throw new IllegalArgumentException("There is no Weaviate; ./mnemesh tools weaviate gets it.");
        }
        var corpus = new PlantedCorpus(options.size(SIZE));
        ExactSearch exact;
        try (var mesh = new BenchmarkMesh()) {
            MnemeshClient client = mesh.client();
            MeshSearched lucene = MeshSearched.fill(client, corpus, figures, "");
            exact = new ExactSearch(
                    client, corpus.memories().stream().map(Planted::content).toList());
            measure(lucene, corpus, exact, client, figures, "");
            figures.put("searches_by_words_only", lucene.byWordsOnly());
            residentOfMemory(mesh, figures, "memory_service_mib");
            if (options.weaviate()) {
                besideWeaviate(corpus, exact, client, figures);
            }
        }
        if (options.weaviate()) {
            onWeaviate(corpus, exact, figures);
        }
    }

    private static void besideWeaviate(PlantedCorpus corpus, ExactSearch exact, MnemeshClient client, Figures figures) {
        String prefix = "weaviate_";
        try (var weaviate = EmbeddedWeaviate.start(WEAVIATE_MIB)) {
            long begin = System.nanoTime();
            PlainWeaviate plain = PlainWeaviate.fill(weaviate.url(), client, corpus, exact);
            figures.put(prefix + "imported_per_s", corpus.memories().size() / ((System.nanoTime() - begin) / 1e9));
            measure(plain, corpus, exact, client, figures, prefix);
            resident(weaviate, figures, prefix + "mib");
        }
    }

    private static void onWeaviate(PlantedCorpus corpus, ExactSearch exact, Figures figures) throws Exception {
        String prefix = "on_weaviate_";
        try (var weaviate = EmbeddedWeaviate.start(WEAVIATE_MIB);
                var mesh = new BenchmarkMesh(Map.of(
                        "MNEMESH_MEMORY_INDEX_KIND",
                        "weaviate",
                        "MNEMESH_MEMORY_INDEX_WEAVIATE_URL",
                        weaviate.url().toString()))) {
            MeshSearched searched = MeshSearched.fill(mesh.client(), corpus, figures, prefix);
            measure(searched, corpus, exact, mesh.client(), figures, prefix);
            figures.put(prefix + "searches_by_words_only", searched.byWordsOnly());
            residentOfMemory(mesh, figures, prefix + "memory_service_mib");
            resident(weaviate, figures, prefix + "server_mib");
        }
    }

    private static void measure(
            Searched searched,
            PlantedCorpus corpus,
            ExactSearch exact,
            MnemeshClient client,
            Figures figures,
            String prefix) {
        for (Selectivity selectivity : Selectivity.values()) {
            Corpus questions = selectivity.questions(1);
            SearchLatency.measure(
                    number -> searched.search(questions.question(), selectivity, number, TOP),
                    figures,
                    prefix + "search_" + key(selectivity));
        }
        rareWords(searched, corpus, figures, prefix);
        for (Selectivity selectivity : Selectivity.values()) {
            double recalled = recalled(searched, corpus, exact, client, selectivity);
            figures.put(prefix + "recall_at_10_" + key(selectivity), recalled);
        }
    }

    private static void rareWords(Searched searched, PlantedCorpus corpus, Figures figures, String prefix) {
        int asked = 0;
        int first = 0;
        for (int i = 0; i < corpus.memories().size(); i++) {
            String rare = corpus.memories().get(i).rare();
            if (!rare.isEmpty()) {
                asked++;
                first += searched.search("what is filed as " + rare + "?", Selectivity.ALL, 0, 1)
                                .equals(List.of(i))
                        ? 1
                        : 0;
            }
        }
        figures.put(prefix + "rare_words", asked);
        figures.put(prefix + "rare_word_first_share", first / (double) asked);
    }

    /** Part of the nearest that are found, the mean over questions. */
    private static double recalled(
            Searched searched, PlantedCorpus corpus, ExactSearch exact, MnemeshClient client, Selectivity selectivity) {
        Corpus questions = selectivity.questions(2);
        double recalled = 0;
        for (int i = 0; i < RECALLS; i++) {
            String question = questions.question();
            int which = i;
            List<Integer> nearest = exact.nearest(
                    ExactSearch.embed(client, List.of(question)).getFirst(),
                    TOP,
                    position -> corpus.memories().get(position).passes(selectivity, which));
            List<Integer> found = searched.nearest(question, selectivity, which, nearest.size());
            recalled += nearest.stream().filter(found::contains).count() / (double) nearest.size();
        }
        return recalled / RECALLS;
    }

    private static void residentOfMemory(BenchmarkMesh mesh, Figures figures, String key) {
        ManagedProcess memory = mesh.stack().service(Service.MEMORY);
        Residents.measure(Objects.requireNonNull(memory.handle()), figures, key);
    }

    private static void resident(EmbeddedWeaviate weaviate, Figures figures, String key) {
        ProcessHandle.of(weaviate.pid()).ifPresent(process -> Residents.measure(process, figures, key));
    }

    private static String key(Selectivity selectivity) {
        return selectivity.name().toLowerCase(Locale.ROOT);
    }
}
