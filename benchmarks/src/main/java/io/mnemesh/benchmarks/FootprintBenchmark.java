package io.mnemesh.benchmarks;

import java.io.IOException;
import java.util.Map;

/** Time to readiness and resident memory of each process, idle and after a few hundred requests. */
final class FootprintBenchmark implements Benchmark {

    private static final int MEMORIES = 500;
    private static final int SEARCHES = 300;

    @Override
    public String name() {
        return "footprint";
    }

    @Override
    public String measures() {
        return "time to readiness and resident memory of each process";
    }

    @Override
    public void run(Options options, Figures figures) throws IOException {
        try (var mesh = new BenchmarkMesh()) {
            mesh.readyAfter().forEach((name, after) -> figures.put("ready_s:" + name, after.toMillis() / 1000.0));
            Residents.measure(mesh, figures, "idle_mib:");
            var corpus = new Corpus(1);
            for (int i = 0; i < MEMORIES; i++) {
                mesh.client().store(corpus.memory());
            }
            for (int i = 0; i < SEARCHES; i++) {
                mesh.client().search(Map.of("query", corpus.question()));
            }
            Residents.measure(mesh, figures, "worked_mib:");
        }
    }
}
