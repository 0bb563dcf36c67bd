package io.mnemesh.benchmarks;

import io.mnemesh.launcher.stack.ManagedProcess;
import io.mnemesh.launcher.stack.ProcessMemory;
import io.mnemesh.launcher.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Starts on the JVM with the ahead-of-time caches of {@code ./mnemesh build} beside starts without. In a mesh of which
 * everything else runs already, one service at a time is killed and started again: time from its start to its readiness,
 * processor time until then, resident memory then; medians of several. Meshes with and without caches take turns, so
 * that a machine that gets busier meanwhile wrongs neither.
 */
final class StartupBenchmark implements Benchmark {

    private static final int ROUNDS = 2;
    private static final int STARTS = 3;

    /** One start. */
    private record Start(double seconds, double processorSeconds, double residentMiB) {}

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public String measures() {
        return "time to readiness, processor time and memory of starts with an ahead-of-time cache and without";
    }

    @Override
    public void run(Options options, Figures figures) throws IOException, InterruptedException {
        for (Service service : Service.values()) {
            if (!Files.exists(service.cache(BenchmarkMesh.home()))) {
                throw new IllegalStateException(service.key() + " has no cache; run ./mnemesh build.");
            }
        }
        var starts = new HashMap<String, List<Start>>();
        var meshes = new HashMap<String, List<Double>>();
        for (int round = 0; round < (options.quick() ? 1 : ROUNDS); round++) {
            for (boolean caches : List.of(false, true)) {
                measure(caches, options.quick() ? 1 : STARTS, starts, meshes);
            }
        }
        meshes.forEach((form, seconds) -> figures.put("mesh_s:" + form, median(seconds)));
        for (Service service : Service.values()) {
            for (String form : List.of("plain", "cached")) {
                List<Start> all = Objects.requireNonNull(starts.get(key(form, service)));
                String suffix = ":" + key(form, service);
                figures.put(
                        "ready_s" + suffix,
                        median(all.stream().map(Start::seconds).toList()));
                figures.put(
                        "processor_s" + suffix,
                        median(all.stream().map(Start::processorSeconds).toList()));
                figures.put(
                        "ready_mib" + suffix,
                        median(all.stream().map(Start::residentMiB).toList()));
            }
            for (String figure : List.of("ready", "processor")) {
                figures.put(
                        figure + "_ratio:" + service.key(),
                        figures.get(figure + "_s:" + key("cached", service))
                                / figures.get(figure + "_s:" + key("plain", service)));
            }
        }
    }

    private static void measure(
            boolean caches, int times, Map<String, List<Start>> starts, Map<String, List<Double>> meshes)
            throws IOException, InterruptedException {
        String form = caches ? "cached" : "plain";
        long began = System.nanoTime();
        try (var mesh = new BenchmarkMesh(caches)) {
            meshes.computeIfAbsent(form, _ -> new ArrayList<>()).add((System.nanoTime() - began) / 1e9);
            for (Service service : Service.values()) {
                ManagedProcess process = mesh.stack().service(service);
                for (int i = 0; i < times; i++) {
                    Duration ready = Restarts.timed(process);
                    ProcessHandle handle = Objects.requireNonNull(process.handle());
                    starts.computeIfAbsent(key(form, service), _ -> new ArrayList<>())
                            .add(new Start(
                                    ready.toNanos() / 1e9,
                                    new ProcessorTime(handle).millis() / 1e3,
                                    ProcessMemory.residentMiB(handle).orElseThrow()));
                }
            }
        }
    }

    private static String key(String form, Service service) {
        return form + ":" + service.key();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted(Comparator.naturalOrder()).toList().get(values.size() / 2);
    }
}
