package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.launcher.stack.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Waits until memory-service says that its index holds what PostgreSQL does. */
final class IndexBuild {

    private static final Duration PERIOD = Duration.ofMillis(250);
    private static final Duration LIMIT = Duration.ofHours(3);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI health;
    private final int documents;

    private IndexBuild(BenchmarkMesh mesh, int documents) {
        int port = mesh.stack().ports().management(Service.MEMORY);
        this.health = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
        this.documents = documents;
    }

    /**
     * Until the index follows the event log and holds so many memories.
     *
     * @throws IllegalStateException if that takes longer than three hours
     */
    static void await(BenchmarkMesh mesh, int documents) throws InterruptedException {
        Polling.until(PERIOD, LIMIT, new IndexBuild(mesh, documents)::complete);
    }

    /** A service at work may be too busy to answer at once. */
    private boolean complete() throws InterruptedException {
        var request = HttpRequest.newBuilder(health).timeout(TIMEOUT).build();
        JsonNode answer;
        try {
            answer =
                    JSON.readTree(http.send(request, BodyHandlers.ofByteArray()).body());
        } catch (IOException e) {
            return false;
        }
        for (JsonNode check : answer.path("checks")) {
            if (check.path("name").asText().equals("memory-index")) {
                JsonNode data = check.path("data");
                return data.path("state").asText().equals("following")
                        && data.path("documents").asInt() >= documents;
            }
        }
        return false;
    }
}
