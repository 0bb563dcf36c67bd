package io.mnemesh.benchmarks;

import io.mnemesh.launcher.stack.ManagedProcess;
import io.mnemesh.launcher.stack.ProcessMemory;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;

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
            resident(mesh, "idle_mib:", figures);
            var corpus = new Corpus(1);
            for (int i = 0; i < MEMORIES; i++) {
                mesh.client().store(corpus.memory());
            }
            for (int i = 0; i < SEARCHES; i++) {
                mesh.client().search(Map.of("query", corpus.question()));
            }
            resident(mesh, "worked_mib:", figures);
        }
    }

    private static void resident(BenchmarkMesh mesh, String prefix, Figures figures) {
        for (ManagedProcess process : mesh.stack().processes()) {
            ProcessMemory.residentMiB(Objects.requireNonNull(process.handle()))
                    .ifPresent(mib -> figures.put(prefix + process.name(), mib));
        }
    }
}
