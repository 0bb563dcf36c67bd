package io.mnemesh.benchmarks;

import io.mnemesh.benchmarks.realtime.MeshFanout;
import io.mnemesh.launcher.stack.Service;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What native executables carry beside the same services on the JVM, each form as a whole mesh, in turns: searches and embedded texts
 * a second, deliveries a second, and what every process holds after that. A mesh on the JVM is given time to compile first.
 */
final class NativeLoadBenchmark implements Benchmark {

    private static final String MODEL = "all-MiniLM-L6-v2";
    private static final String LOADED = "loaded_mib";
    private static final int ROUNDS = 2;
    private static final int MEMORIES = 2_000;
    private static final int CALLERS = 8;
    private static final int SUBSCRIBERS = 500;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration TIME = Duration.ofSeconds(15);
    private static final Duration PERIOD = Duration.ofMillis(50);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Map<String, List<Double>> seen = new HashMap<>();

    @Override
    public String name() {
        return "native-load";
    }

    @Override
    public String measures() {
        return "searches, embedded texts and deliveries a second of native executables, beside the JVM";
    }

    @Override
    public void run(Options options, Figures figures) throws Exception {
        for (Service service : Service.values()) {
            if (service.nativeExecutable(BenchmarkMesh.home()).isEmpty()) {
                throw new IllegalStateException(
                        service.artifact() + " has no native executable; run ./mnemesh build --native.");
            }
        }
        for (int round = 0; round < (options.quick() ? 1 : ROUNDS); round++) {
            measure(NativeOfJvm.NATIVE, Set.of(Service.values()), figures);
            measure(NativeOfJvm.JVM, Set.of(), figures);
        }
        NativeOfJvm.put(LOADED, EnumSet.allOf(Service.class), figures);
        for (String load : List.of("search", "embed_32x64", "embed_short", "fanout")) {
            figures.put(load + "_per_s:" + NativeOfJvm.NATIVE, best(load, NativeOfJvm.NATIVE));
            figures.put(load + "_per_s:" + NativeOfJvm.JVM, best(load, NativeOfJvm.JVM));
            figures.put(load + "_native_of_jvm", best(load, NativeOfJvm.NATIVE) / best(load, NativeOfJvm.JVM));
        }
    }

    private double best(String load, String form) {
        return seen.getOrDefault(load + form, List.of()).stream()
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private void keep(String load, String form, double perSecond) {
        seen.computeIfAbsent(load + form, key -> new ArrayList<>()).add(perSecond);
    }

    private void measure(String form, Set<Service> natives, Figures figures) throws Exception {
        try (var mesh = new BenchmarkMesh(natives, MeshFanout.SETTINGS);
                var http = HttpClient.newHttpClient()) {
            store(mesh);
            searches(mesh, WARM_UP, 1);
            keep("search", form, searches(mesh, TIME, 2));
            EmbeddingsServer server = EmbeddingsBenchmark.server(mesh, http, MODEL);
            var random = new SplittableRandom(7);
            for (TextLoad load : List.of(TextLoad.batches(random), TextLoad.brief(random))) {
                TextClients.run(load.renewed("warm " + form), server);
                TextLoad measured = load.renewed(form + System.nanoTime());
                double seconds = TextClients.run(measured, server).seconds();
                keep("embed_" + load.key(), form, measured.texts().size() / seconds);
            }
            keep("fanout", form, MeshFanout.perSecond(mesh, SUBSCRIBERS, WARM_UP, TIME));
            Residents.measure(mesh, figures, LOADED + ":" + form + ":");
        }
    }

    private static void store(BenchmarkMesh mesh) throws Exception {
        var corpus = new Corpus(11);
        var memories = new ConcurrentLinkedQueue<Map<String, Object>>();
        for (int i = 0; i < MEMORIES; i++) {
            memories.add(corpus.memory());
        }
        inParallel(() -> {
            for (var memory = memories.poll(); memory != null; memory = memories.poll()) {
                mesh.client().store(memory);
            }
            return 0L;
        });
        Vectors.await(mesh.client(), PERIOD, LIMIT);
    }

    /** Searches a second of callers that ask again as soon as they have an answer, each question another one. */
    private static double searches(BenchmarkMesh mesh, Duration time, long seed) throws Exception {
        long begun = System.nanoTime();
        var seeds = new SplittableRandom(seed);
        var questions = new ConcurrentLinkedQueue<Corpus>();
        for (int caller = 0; caller < CALLERS; caller++) {
            questions.add(new Corpus(seeds.nextLong()));
        }
        long asked = inParallel(() -> {
            Corpus corpus = questions.remove();
            long count = 0;
            while (System.nanoTime() - begun < time.toNanos()) {
                mesh.client().search(Map.of("query", corpus.question()));
                count++;
            }
            return count;
        });
        return asked / ((System.nanoTime() - begun) / 1e9);
    }

    /** The sum of what as many callers say. */
    private static long inParallel(Callable<Long> caller) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<Long>>();
            for (int i = 0; i < CALLERS; i++) {
                all.add(threads.submit(caller));
            }
            long sum = 0;
            for (Future<Long> one : all) {
                sum += one.get();
            }
            return sum;
        }
    }
}
