package io.mnemesh.benchmarks;

import io.mnemesh.benchmarks.PlantedCorpus.Planted;
import io.mnemesh.benchmarks.PlantedCorpus.Selectivity;
import io.mnemesh.embedded.EmbeddedWeaviate;
import io.mnemesh.launcher.client.MnemeshClient;
import io.mnemesh.launcher.stack.ManagedProcess;
import io.mnemesh.launcher.stack.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.ToIntFunction;

/**
 * Retrieval over many made-up memories: latency of a search with its embedding, recall of the leg by meaning against exact
 * search at three selectivities, and rare words found first. One caller at a time. On request also of the same corpus in a
 * real Weaviate: by itself, and as the index of memory-service, which it fills from PostgreSQL.
 *
 * <p>Up to {@value #LARGEST_STORED} memories are stored and embedded through the gateway. More are written into PostgreSQL
 * in the shape memory-service stores them, with the vectors of {@link PlantedVectors}, and memory-service builds its index
 * from there; questions are embedded and asked as with few. The quick run does the latter with {@value #QUICK_SIZE}.
 */
final class RetrievalBenchmark implements Benchmark {

    private static final int SIZE = 100_000;
    private static final int QUICK_SIZE = 2_000;
    private static final int LARGEST_STORED = 200_000;
    private static final int RECALLS = 200;
    private static final int TOP = 10;
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofHours(3);

    /** Enough for a hundred thousand vectors and their graph. */
    private static final int WEAVIATE_MIB = 4096;

    /** Memories per further MiB of Weaviate. */
    private static final int MEMORIES_PER_WEAVIATE_MIB = 125;

    /** Memories per MiB of memory-service's heap while it merges their graphs, beside what it has. */
    private static final int MEMORIES_PER_HEAP_MIB = 400;

    private static final int HEAP_MIB = 144;

    @Override
    public String name() {
        return "retrieval";
    }

    @Override
    public String measures() {
        return "search latency and recall at 100,000 memories (--size), filtered and not, rare words, memory; --weaviate, --quick";
    }

    @Override
    public void run(Options options, Figures figures) throws Exception {
        if (options.weaviate() && !EmbeddedWeaviate.there()) {
            throw new IllegalArgumentException("There is no Weaviate; ./mnemesh tools weaviate gets it.");
        }
        int size = options.size(options.quick() ? QUICK_SIZE : SIZE);
        boolean planted = options.quick() || size > LARGEST_STORED;
        var corpus = new PlantedCorpus(size);
        try (var mesh = new BenchmarkMesh()) {
            Filled filled = planted ? plant(mesh, corpus, figures) : store(mesh, corpus, figures);
            var exact = new ExactSearch(corpus, filled.vectors());
            var lucene = new MeshSearched(mesh.client(), filled.positions());
            measure(lucene, corpus, exact, mesh.client(), figures, "");
            figures.put("searches_by_words_only", lucene.byWordsOnly());
            residentOfMemory(mesh, figures, "memory_service_mib");
            if (options.weaviate()) {
                besideWeaviate(corpus, exact, mesh.client(), figures);
                onWeaviate(mesh, corpus, filled, exact, figures);
            }
        }
    }

    /** What a mesh was filled with. */
    private record Filled(VectorTable vectors, ToIntFunction<UUID> positions) {}

    private static Filled store(BenchmarkMesh mesh, PlantedCorpus corpus, Figures figures) throws Exception {
        int size = corpus.memories().size();
        long begin = System.nanoTime();
        List<String> ids = new BatchFill(mesh.client())
                .store(corpus.memories().stream().map(Planted::body).toList());
        figures.put("stored_per_s", size / seconds(begin));
        Vectors.await(mesh.client(), PERIOD, LIMIT);
        figures.put("embedded_per_s", size / seconds(begin));
        var positions = new HashMap<UUID, Integer>();
        ids.forEach(id -> positions.put(UUID.fromString(id), positions.size()));
        ToIntFunction<UUID> position = id -> positions.getOrDefault(id, -1);
        try (var tables = new MemoryTables(mesh.stack().ownerJdbcUrl())) {
            return new Filled(tables.vectors(size, position), position);
        }
    }

    private static Filled plant(BenchmarkMesh mesh, PlantedCorpus corpus, Figures figures) throws Exception {
        long begin = System.nanoTime();
        UUID first = UUID.fromString(mesh.client()
                .store(corpus.memories().getFirst().body())
                .path("id")
                .asText());
        Vectors.await(mesh.client(), List.of(first.toString()));
        VectorTable vectors = PlantedVectors.of(corpus, mesh.client());
        figures.put("vectors_made_s", seconds(begin));
        begin = System.nanoTime();
        try (var tables = new MemoryTables(mesh.stack().ownerJdbcUrl())) {
            tables.plant(corpus, vectors, first);
        }
        figures.put("written_to_postgresql_s", seconds(begin));
        rebuild(mesh, corpus, Map.of(), figures, "");
        return new Filled(vectors, id -> id.equals(first) ? 0 : MemoryTables.position(id));
    }

    /** Has memory-service build its index anew; the time counts from before the start of its process. */
    private static void rebuild(
            BenchmarkMesh mesh, PlantedCorpus corpus, Map<String, String> settings, Figures figures, String prefix)
            throws Exception {
        int size = corpus.memories().size();
        var all = new HashMap<>(settings);
        if (size > SIZE) {
            int heap = HEAP_MIB + size / MEMORIES_PER_HEAP_MIB;
            all.put("MNEMESH_MEMORY_HEAP_MIB", Integer.toString(heap));
            figures.put(prefix + "memory_service_heap_mib", heap);
        }
        mesh.restartWithoutIndex(all);
        Instant started =
                Objects.requireNonNull(mesh.stack().service(Service.MEMORY).startedAt());
        IndexBuild.await(mesh, size);
        figures.put(
                prefix + "index_built_s",
                Duration.between(started, Instant.now()).toMillis() / 1e3);
        residentOfMemory(mesh, figures, prefix + "memory_service_after_build_mib");
    }

    private static void besideWeaviate(PlantedCorpus corpus, ExactSearch exact, MnemeshClient client, Figures figures) {
        String prefix = "weaviate_";
        try (var weaviate = EmbeddedWeaviate.start(weaviateMiB(corpus))) {
            long begin = System.nanoTime();
            PlainWeaviate plain = PlainWeaviate.fill(weaviate.url(), client, corpus, exact.vectors());
            figures.put(prefix + "imported_s", seconds(begin));
            figures.put(prefix + "imported_per_s", corpus.memories().size() / seconds(begin));
            resident(weaviate, figures, prefix + "after_import_mib");
            measure(plain, corpus, exact, client, figures, prefix);
            resident(weaviate, figures, prefix + "mib");
        }
    }

    private static void onWeaviate(
            BenchmarkMesh mesh, PlantedCorpus corpus, Filled filled, ExactSearch exact, Figures figures)
            throws Exception {
        String prefix = "on_weaviate_";
        try (var weaviate = EmbeddedWeaviate.start(weaviateMiB(corpus))) {
            Map<String, String> settings = Map.of(
                    "MNEMESH_MEMORY_INDEX_KIND",
                    "weaviate",
                    "MNEMESH_MEMORY_INDEX_WEAVIATE_URL",
                    weaviate.url().toString());
            rebuild(mesh, corpus, settings, figures, prefix);
            var searched = new MeshSearched(mesh.client(), filled.positions());
            measure(searched, corpus, exact, mesh.client(), figures, prefix);
            figures.put(prefix + "searches_by_words_only", searched.byWordsOnly());
            residentOfMemory(mesh, figures, prefix + "memory_service_mib");
            resident(weaviate, figures, prefix + "server_mib");
        }
    }

    private static int weaviateMiB(PlantedCorpus corpus) {
        return WEAVIATE_MIB + corpus.memories().size() / MEMORIES_PER_WEAVIATE_MIB;
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
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
            double recalled = recalled(searched, exact, client, selectivity);
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
            Searched searched, ExactSearch exact, MnemeshClient client, Selectivity selectivity) {
        Corpus questions = selectivity.questions(2);
        double recalled = 0;
        for (int i = 0; i < RECALLS; i++) {
            String question = questions.question();
            List<Integer> nearest = exact.nearest(
                    question, VectorTable.embed(client, List.of(question)).getFirst(), TOP, selectivity, i);
            List<Integer> found = searched.nearest(question, selectivity, i, nearest.size());
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
