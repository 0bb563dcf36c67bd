package io.mnemesh.testing.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.deadline.RequestDeadline;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests whose senders wait only so long. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class DeadlineFilterTest {

    @TestHTTPResource
    URI service;

    @ParameterizedTest
    @ValueSource(strings = {"/count/loop", "/count/thread"})
    void shouldDoNothingForASenderThatDoesNotWaitAnyMore(String path) throws Exception {
        int before = done(get(path, "60000", "0"));

        for (HttpResponse<String> late : List.of(get(path, "40", "60"), get(path, "0", "0"))) {
            assertThat(late.statusCode()).isEqualTo(504);
            assertThat(late.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(new JsonObject(late.body()).getString("type"))
                    .isEqualTo("https://mnemesh.io/problems/deadline-exceeded");
        }

        assertThat(done(get(path, "60000", "60"))).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @CsvSource({"/count/loop,soon", "/count/thread,-5"})
    void shouldTakeNoNoticeOfWhatIsNoTime(String path, String deadline) throws Exception {
        assertThat(get(path, deadline, "0").statusCode()).isEqualTo(200);
    }

    private static int done(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        return Integer.parseInt(answer.body());
    }

    private HttpResponse<String> get(String path, String deadline, String delay)
            throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path))
                    .header("Authorization", "Bearer " + TestTokens.of("default", "ana"))
                    .header(RequestDeadline.HEADER, deadline);
            if (!delay.equals("0")) {
                request.header(CountingResource.DELAY, delay);
            }
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}
