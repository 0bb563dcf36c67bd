package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.launcher.client.MnemeshClient;
import io.mnemesh.launcher.stack.ManagedProcess;
import io.mnemesh.launcher.stack.ProcessMemory;
import io.mnemesh.launcher.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Each service of which there is a native executable, beside the same on the JVM: resident memory after the first start of a whole
 * mesh on empty data. In that mesh, one service at a time is then killed and started again: time from its start to its readiness
 * (median of several), resident memory when it is ready, and once more after it has answered one request.
 */
final class NativeBenchmark implements Benchmark {

    private static final int STARTS = 3;
    private static final String FIRST = "first_mib";
    private static final String READY = "ready_mib";
    private static final String ASKED = "asked_mib";

    @Override
    public String name() {
        return "native";
    }

    @Override
    public String measures() {
        return "size, time to readiness and resident memory of native executables, beside the JVM";
    }

    @Override
    public void run(Options options, Figures figures) throws IOException, InterruptedException {
        var built = EnumSet.noneOf(Service.class);
        for (Service service : Service.values()) {
            var executable = service.nativeExecutable(BenchmarkMesh.home());
            if (executable.isPresent()) {
                built.add(service);
                figures.put("size_mib:" + service.key(), Files.size(executable.get()) / (double) (1 << 20));
                figures.put("build_s:" + service.key(), buildSeconds(executable.get()));
            }
        }
        if (built.isEmpty()) {
            throw new IllegalStateException("There is no native executable; run ./mnemesh build --native.");
        }
        measure(NativeOfJvm.NATIVE, built, built, figures);
        measure(NativeOfJvm.JVM, Set.of(), built, figures);
        for (String figure : List.of(FIRST, READY, ASKED)) {
            NativeOfJvm.put(figure, built, figures);
        }
    }

    /** What the image generator says about its last run. */
    private static double buildSeconds(Path executable) throws IOException {
        String name = executable.getFileName().toString();
        Path statistics = executable
                .resolveSibling(name.replaceFirst("-runner$", "-native-image-source-jar"))
                .resolve(name + "-build-output-stats.json");
        return new ObjectMapper()
                .readTree(Files.readAllBytes(statistics))
                .path("resource_usage")
                .path("total_secs")
                .asDouble();
    }

    private static void measure(String form, Set<Service> natives, Set<Service> measured, Figures figures)
            throws IOException, InterruptedException {
        try (var mesh = new BenchmarkMesh(natives)) {
            for (Service service : measured) {
                figures.put(
                        NativeOfJvm.key(FIRST, form, service),
                        resident(mesh.stack().service(service)));
            }
            for (Service service : measured) {
                ManagedProcess process = mesh.stack().service(service);
                double[] seconds = new double[STARTS];
                for (int i = 0; i < STARTS; i++) {
                    seconds[i] = Restarts.timed(process).toNanos() / 1e9;
                }
                Arrays.sort(seconds);
                figures.put(NativeOfJvm.key("ready_s", form, service), seconds[STARTS / 2]);
                figures.put(NativeOfJvm.key(READY, form, service), resident(process));
                Polling.until(() -> ask(service, mesh).status() / 100 == 2);
                figures.put(NativeOfJvm.key(ASKED, form, service), resident(process));
            }
        }
    }

    private static double resident(ManagedProcess process) {
        return ProcessMemory.residentMiB(Objects.requireNonNull(process.handle()))
                .orElseThrow();
    }

    /** One request of which the answer comes from this service, by a client that has to log in first. */
    private static MnemeshClient.Answer ask(Service service, BenchmarkMesh mesh) {
        var client = new MnemeshClient(mesh.stack().gateway(), mesh.stack().adminKey());
        return switch (service) {
            case GATEWAY -> client.get("/api/admin/keys");
            case EMBEDDINGS ->
                client.post("/v1/embeddings", Map.of("model", "all-MiniLM-L6-v2", "input", List.of("a quiet evening")));
            case CACHE -> client.put("/api/cache/greetings/morning", Map.of("text", "good morning"));
            case MEMORY -> client.post("/api/memories/search", Map.of("query", "a quiet evening"));
            case INTELLIGENCE ->
                client.post(
                        "/api/ai/analyze-error", Map.of("error", "Connection to db-17:5432 refused after 30000 ms"));
            case REALTIME -> client.get("/websocket/status");
        };
    }
}
