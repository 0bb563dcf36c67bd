package io.mnemesh.benchmarks;

import ai.onnxruntime.OrtException;
import io.mnemesh.benchmarks.RawSession.Order;
import io.mnemesh.launcher.stack.ProcessMemory;
import io.mnemesh.launcher.stack.Service;
import io.mnemesh.mesh.work.Lane;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Embedding through the work lane and over HTTP beside the bare ONNX Runtime session of the same model, in turns: as it
 * arrives in batches, one by one in mixed and in short lengths, and length by length; then how long one text takes, of
 * each length, and how long a question, by itself, in company, from the cache and beside bulk work. Every text is new in
 * every round, so that no cache can answer. What the service holds in memory is told on the way, and how much processor time
 * a text costs it, which is comparable on a busy machine too.
 */
final class EmbeddingsBenchmark implements Benchmark {

    private static final int ROUNDS = 3;
    private static final int QUESTIONS = 400;
    private static final int WARM_UP = 200;
    private static final int[] CURVE = {1, 2, 4, 8, 16, 32, 64};
    private static final int TEXTS_PER_LENGTH = 50;
    private static final String MODEL = "all-MiniLM-L6-v2";
    private static final String INT8_MODEL = "all-MiniLM-L6-v2-int8";
    private static final Set<String> OURS = Set.of("lane", "rest");

    private final SplittableRandom random = new SplittableRandom(7);

    @Override
    public String name() {
        return "embeddings";
    }

    @Override
    public String measures() {
        return "embedding over lane and HTTP beside the bare ONNX Runtime session, and other servers (--compare)";
    }

    @Override
    public void run(Options options, Figures figures) throws Exception {
        try (var mesh = new BenchmarkMesh();
                var lane = new MeshConnection(mesh.stack().ports().redis());
                var http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            EmbeddingsServer rest = server(mesh, http, MODEL);
            ask(rest, 1, WARM_UP);
            figures.put("resident_mib:warm", resident(mesh));
            var service = new ProcessorTime(service(mesh));
            var fp32 = new LinkedHashMap<String, TextEmbedder>();
            fp32.put("lane", new LaneEmbedder(lane.work(), Lane.STANDARD, MODEL));
            fp32.put("rest", rest);
            for (String other : options.compare()) {
                EmbeddingsServer server = EmbeddingsServer.named(http, other);
                fp32.put(server.address().getAuthority(), server);
            }
            try (var raw = new RawSession("all-minilm-l6-v2.onnx")) {
                throughput("fp32", raw, fp32, loads(), service, figures);
                throughput("fp32", raw, fp32, TextLoad.lengths(random), service, figures);
            }
            figures.put("resident_mib:after_fp32", resident(mesh));
            for (TextLoad load : TextLoad.oneByOne(random, TEXTS_PER_LENGTH)) {
                figures.putLatencies(
                        "latency:" + load.key(), TextClients.run(load, rest).nanos());
            }
            questions(new LaneEmbedder(lane.work(), Lane.INTERACTIVE, MODEL), rest, figures);
            try (var raw = new RawSession("all-minilm-l6-v2-q.onnx")) {
                var int8 = new LinkedHashMap<String, TextEmbedder>();
                int8.put("lane", new LaneEmbedder(lane.work(), Lane.STANDARD, INT8_MODEL));
                int8.put("rest", server(mesh, http, INT8_MODEL));
                throughput("int8", raw, int8, loads(), service, figures);
            }
            figures.put("resident_mib:after_int8", resident(mesh));
        }
    }

    private List<TextLoad> loads() {
        return List.of(TextLoad.batches(random), TextLoad.mixed(random), TextLoad.brief(random));
    }

    private void throughput(
            String precision,
            RawSession raw,
            Map<String, TextEmbedder> servers,
            List<TextLoad> loads,
            ProcessorTime service,
            Figures figures)
            throws Exception {
        var own = new ProcessorTime(ProcessHandle.current());
        for (TextLoad load : loads) {
            String key = precision + ":" + load.key() + ":";
            double bare = Double.MAX_VALUE;
            double padded = Double.MAX_VALUE;
            double bareMillis = 0;
            var best = new LinkedHashMap<String, Double>();
            var millis = new LinkedHashMap<String, Double>();
            for (int round = 0; round < ROUNDS; round++) {
                double begun = own.millis();
                bare = Math.min(bare, seconds(raw, load, Order.BY_LENGTH));
                bareMillis += own.millis() - begun;
                padded = load.varied() ? Math.min(padded, seconds(raw, load, Order.BY_ARRIVAL)) : bare;
                for (Map.Entry<String, TextEmbedder> server : servers.entrySet()) {
                    TextLoad fresh = load.renewed(round + server.getKey());
                    double used = service.millis();
                    double seconds = TextClients.run(fresh, server.getValue()).seconds();
                    millis.merge(server.getKey(), service.millis() - used, Double::sum);
                    best.merge(server.getKey(), seconds, Math::min);
                }
            }
            figures.put(key + "raw_texts_s", load.texts().size() / bare);
            figures.put(key + "raw_tokens_s", raw.tokenCount(load.texts()) / bare);
            figures.put(
                    key + "raw_cpu_ms_text", bareMillis / ROUNDS / load.texts().size());
            if (load.varied()) {
                figures.put(key + "fifo_of_raw", bare / padded);
            }
            for (Map.Entry<String, Double> server : best.entrySet()) {
                figures.put(key + server.getKey() + "_of_raw", bare / server.getValue());
                if (OURS.contains(server.getKey())) {
                    figures.put(
                            key + server.getKey() + "_cpu_ms_text",
                            Objects.requireNonNull(millis.get(server.getKey()))
                                    / ROUNDS
                                    / load.texts().size());
                }
                if (load.varied()) {
                    figures.put(key + server.getKey() + "_of_fifo", padded / server.getValue());
                }
            }
        }
    }

    private static double seconds(RawSession raw, TextLoad load, Order order) throws OrtException {
        long begun = System.nanoTime();
        raw.embed(load.texts(), order);
        return (System.nanoTime() - begun) / 1e9;
    }

    /** How long a question takes: the more ask at once, and while others keep the service busy. */
    private void questions(TextEmbedder lane, EmbeddingsServer rest, Figures figures) throws Exception {
        EmbeddingsServer urgent = rest.in("interactive");
        ask(lane, 1, WARM_UP);
        ask(urgent, 1, WARM_UP);
        for (int clients : CURVE) {
            TextClients.Outcome outcome = ask(urgent, clients, QUESTIONS);
            figures.put("question:" + clients + ":texts_s", QUESTIONS / outcome.seconds());
            figures.putLatencies("question:" + clients + ":rest", outcome.nanos());
        }
        figures.putLatencies("question:1:lane", ask(lane, 1, QUESTIONS).nanos());
        repeated("rest", urgent, figures);
        repeated("lane", lane, figures);
        try (var bulk = new BulkLoad(rest.in("bulk"), random)) {
            figures.putLatencies("question:bulk:rest", ask(urgent, 1, QUESTIONS).nanos());
            figures.putLatencies("question:bulk:lane", ask(lane, 1, QUESTIONS).nanos());
            figures.put("question:bulk:bulk_requests", bulk.stop());
        }
        for (String way : List.of("rest", "lane")) {
            figures.put(
                    "question:bulk_over_idle_p95:" + way,
                    figures.get("question:bulk:" + way + "_p95_ms") / figures.get("question:1:" + way + "_p95_ms"));
        }
    }

    /** How long a question takes that somebody has asked before. */
    private void repeated(String way, TextEmbedder embedder, Figures figures) throws Exception {
        TextLoad questions = TextLoad.questions(random, QUESTIONS, 1);
        TextClients.run(questions, embedder);
        figures.putLatencies(
                "question:cached:" + way, TextClients.run(questions, embedder).nanos());
    }

    private TextClients.Outcome ask(TextEmbedder embedder, int clients, int count) throws Exception {
        return TextClients.run(TextLoad.questions(random, count, clients), embedder);
    }

    static EmbeddingsServer server(BenchmarkMesh mesh, HttpClient http, String model) {
        URI address =
                URI.create("http://127.0.0.1:" + mesh.stack().ports().http(Service.EMBEDDINGS) + "/v1/embeddings");
        return new EmbeddingsServer(http, address, model, () -> mesh.client().bearer(), null);
    }

    static double resident(BenchmarkMesh mesh) {
        return ProcessMemory.residentMiB(service(mesh)).orElseThrow();
    }

    private static ProcessHandle service(BenchmarkMesh mesh) {
        return Objects.requireNonNull(mesh.stack().service(Service.EMBEDDINGS).handle());
    }
}
