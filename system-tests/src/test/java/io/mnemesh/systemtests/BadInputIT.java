package io.mnemesh.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mnemesh.launcher.client.MnemeshClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong at the public door is told as a problem document, and nothing of it is stored. */
class BadInputIT {

    @TempDir
    static Path folder;

    private static RunningMesh mesh;
    private static MnemeshClient client;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        mesh = RunningMesh.start(folder, "bad-input");
        client = mesh.admin();
    }

    @AfterAll
    static void stop() {
        mesh.close();
    }

    static Stream<Arguments> badRequests() {
        return Stream.of(
                arguments("empty content", "{\"type\":\"fact\",\"content\":\"\"}", 422, "invalid-value"),
                arguments("blank content", "{\"type\":\"fact\",\"content\":\"  \\n\"}", 422, "invalid-value"),
                arguments("no content", "{\"type\":\"fact\"}", 422, "invalid-value"),
                arguments("content over 64 KiB", memory("x".repeat(64 * 1024 + 1)), 422, "invalid-value"),
                arguments("unknown type", "{\"type\":\"rumour\",\"content\":\"x\"}", 422, "invalid-value"),
                arguments("malformed JSON", "{\"type\":", 400, "malformed-request"),
                arguments("not an object", "[1,2]", 400, "malformed-request"),
                arguments(
                        "unknown member",
                        "{\"type\":\"fact\",\"content\":\"x\",\"tenant\":\"other\"}",
                        400,
                        "malformed-request"),
                arguments("oversized body", memory("x".repeat(3 << 20)), 413, "too-large"));
    }

    private static String memory(String content) {
        return "{\"type\":\"fact\",\"content\":\"" + content + "\"}";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    void shouldRefuseAndStoreNothingWhenAMemoryIsBad(String name, String body, int status, String problem)
            throws Exception {
        // When
        HttpResponse<String> answer = send("/api/memories", client.bearer(), body);

        // Then
        assertProblem(answer, status, problem);
        assertThat(client.get("/api/memories").ok().path("items")).isEmpty();
    }

    @Test
    void shouldRefuseWhenTheTokenIsWrong() throws Exception {
        String token = client.bearer();
        String forged =
                token.substring(0, token.lastIndexOf('.') + 1) + "AAAA" + token.substring(token.lastIndexOf('.') + 5);
        assertProblem(send("/api/memories", forged, memory("x")), 401, "unauthenticated");
        assertProblem(send("/api/memories", "not-a-token", memory("x")), 401, "unauthenticated");
    }

    @Test
    void shouldNotFindUnknownPathsAndOtherTenantsMemories() throws Exception {
        // Given
        String id = client.store(Map.of("type", "fact", "content", "Only for the default tenant"))
                .path("id")
                .asText();
        client.post("/api/admin/tenants", Map.of("name", "rival")).ok();
        String key = client.post(
                        "/api/admin/keys",
                        Map.of("tenant", "rival", "subject", "rival", "label", "rival", "roles", new String[] {"member"
                        }))
                .ok()
                .path("apiKey")
                .asText();
        var rival = new MnemeshClient(mesh.stack().gateway(), key);

        // Then
        assertThat(rival.get("/api/memories/" + id).status()).isEqualTo(404);
        assertThat(rival.delete("/api/memories/" + id).status()).isEqualTo(404);
        assertThat(rival.get("/api/memories").ok().path("items")).isEmpty();
        assertThat(client.get("/api/memories/" + id).status()).isEqualTo(200);
        client.delete("/api/memories/" + id);
        assertProblem(send("/no/such/path", client.bearer(), "{}"), 404, "not-found");
    }

    private static HttpResponse<String> send(String path, String token, String body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(mesh.stack().gateway() + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String problem) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.body()).contains("https://mnemesh.io/problems/" + problem);
        assertThat(answer.body()).doesNotContain("Exception", "io.mnemesh.", "java.");
    }
}
