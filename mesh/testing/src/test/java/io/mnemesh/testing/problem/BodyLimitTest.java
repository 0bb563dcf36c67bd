package io.mnemesh.testing.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that do not say how long they are, with the limit of 1 MiB that services have. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class BodyLimitTest {

    private static final int LIMIT = 1024 * 1024;

    @TestHTTPResource
    URI service;

    @ParameterizedTest
    @CsvSource({"/length/loop,HTTP_1_1", "/length/thread,HTTP_1_1", "/length/loop,HTTP_2", "/length/thread,HTTP_2"})
    void shouldTakeABodyUpToTheLimit(String path, Version version) throws Exception {
        for (int size : new int[] {1, 100_000, LIMIT}) {
            HttpResponse<String> answer = post(path, version, size);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.body()).isEqualTo(Integer.toString(size));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/length/loop", "/length/thread", "/nowhere"})
    void shouldRefuseALargerOneWithAProblem(String path) throws Exception {
        HttpResponse<String> answer = post(path, Version.HTTP_1_1, LIMIT + 1);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        var problem = new JsonObject(answer.body());
        assertThat(problem.getString("type")).isEqualTo("https://mnemesh.io/problems/too-large");
        assertThat(problem.getInteger("maxBytes")).isEqualTo(LIMIT);
    }

    private HttpResponse<String> post(String path, Version version, int size) throws IOException, InterruptedException {
        byte[] body = new byte[size];
        try (var client = HttpClient.newBuilder().version(version).build()) {
            HttpRequest request = HttpRequest.newBuilder(service.resolve(path))
                    .header("Authorization", "Bearer " + TestTokens.of("default", "ana"))
                    .header("Content-Type", "application/octet-stream")
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                    .build();
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
