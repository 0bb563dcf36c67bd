package io.mnemesh.benchmarks;

import java.net.http.HttpClient;
import java.util.SplittableRandom;

/** What embeddings-service holds in memory before and after ten thousand texts of any length. */
final class EmbeddingMemoryBenchmark implements Benchmark {

    private static final int WARM_UP = 200;
    private static final int TEXTS = 10_000;
    private static final String MODEL = "all-MiniLM-L6-v2";

    private final SplittableRandom random = new SplittableRandom(7);

    @Override
    public String name() {
        return "embeddings-memory";
    }

    @Override
    public String measures() {
        return "memory of embeddings-service before and after --size texts (10,000) of 1 to 512 tokens";
    }

    @Override
    public void run(Options options, Figures figures) throws Exception {
        try (var mesh = new BenchmarkMesh();
                var http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            EmbeddingsServer rest = EmbeddingsBenchmark.server(mesh, http, MODEL);
            TextClients.run(TextLoad.questions(random, WARM_UP, 1), rest);
            double before = EmbeddingsBenchmark.resident(mesh);
            figures.put("resident_mib:warm", before);
            TextClients.run(TextLoad.anyLength(random, options.size(TEXTS)), rest);
            double after = EmbeddingsBenchmark.resident(mesh);
            figures.put("resident_mib:after_fuzz", after);
            figures.put("resident_mib:fuzz_growth", after - before);
        }
    }
}
