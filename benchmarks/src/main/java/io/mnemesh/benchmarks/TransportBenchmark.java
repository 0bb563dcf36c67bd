package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.launcher.stack.Service;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.EmbeddingsCodec;
import io.mnemesh.mesh.work.Lane;
import io.mnemesh.mesh.work.WorkClient;
import io.mnemesh.mesh.work.WorkRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The same call, embedding one query, over the work lane and over HTTP, in turns: with a text that is cached, which leaves
 * the transport, and with texts that are new, which is what a search costs.
 */
final class TransportBenchmark implements Benchmark {

    private static final int WARM_UP = 300;
    private static final int CALLS = 1500;
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String name() {
        return "transport";
    }

    @Override
    public String measures() {
        return "request/reply over streams beside the same call over HTTP";
    }

    @Override
    public void run(Options options, Figures figures) throws Exception {
        try (var mesh = new BenchmarkMesh();
                var lane = new MeshConnection(mesh.stack().ports().redis());
                var http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            URI address =
                    URI.create("http://127.0.0.1:" + mesh.stack().ports().http(Service.EMBEDDINGS) + "/v1/embeddings");
            String token = mesh.client().bearer();
            var corpus = new Corpus(5);
            measure("cached", List.of(corpus.question()), lane.work(), http, address, token, figures);
            var fresh = new ArrayList<String>();
            for (int i = 0; i < 2 * (WARM_UP + CALLS); i++) {
                fresh.add("%s (%d)".formatted(corpus.question(), i));
            }
            measure("fresh", fresh, lane.work(), http, address, token, figures);
        }
    }

    private static void measure(
            String key,
            List<String> texts,
            WorkClient work,
            HttpClient http,
            URI address,
            String token,
            Figures figures)
            throws IOException, InterruptedException {
        var overLane = new ArrayList<Long>();
        var overHttp = new ArrayList<Long>();
        for (int i = 0; i < WARM_UP + CALLS; i++) {
            long begin = System.nanoTime();
            overLane(work, texts.get(2 * i % texts.size()));
            long middle = System.nanoTime();
            overHttp(http, address, token, texts.get((2 * i + 1) % texts.size()));
            long end = System.nanoTime();
            if (i >= WARM_UP) {
                overLane.add(middle - begin);
                overHttp.add(end - middle);
            }
        }
        figures.putLatencies(key + "_lane", overLane);
        figures.putLatencies(key + "_http", overHttp);
        figures.put(
                key + "_lane_minus_http_p50_ms", figures.get(key + "_lane_p50_ms") - figures.get(key + "_http_p50_ms"));
    }

    private static void overLane(WorkClient work, String text) {
        byte[] reply = work.request(new WorkRequest(
                        EmbeddingsCodec.SERVICE,
                        EmbeddingsCodec.KIND,
                        Lane.INTERACTIVE,
                        new TenantId("default"),
                        DEADLINE,
                        EmbeddingsCodec.encodeRequest(List.of(text))))
                .await()
                .atMost(DEADLINE);
        requireVector(EmbeddingsCodec.decodeReply(reply).vectors().getFirst().length);
    }

    private static void overHttp(HttpClient http, URI address, String token, String text)
            throws IOException, InterruptedException {
        String body = JSON.writeValueAsString(
                Map.of("model", "all-MiniLM-L6-v2", "input", text, "encoding_format", "base64"));
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(address)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        JsonNode embedding = JSON.readTree(answer.body()).path("data").path(0).path("embedding");
        requireVector(Base64.getDecoder().decode(embedding.asText()).length / Float.BYTES);
    }

    private static void requireVector(int dimensions) {
        if (dimensions != 384) {
            throw new IllegalStateException("A vector of " + dimensions + " dimensions came back.");
        }
    }
}
