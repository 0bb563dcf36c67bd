package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Answers that last, as they pass the edge. */
@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
class StreamedAnswersTest {

    @TestHTTPResource
    URI gateway;

    @Test
    void shouldCarryEventsWhoseTokenIsInTheQueryAndPassThemOnAtOnce() throws Exception {
        String token = Tokens.admin();
        String path = "http://127.0.0.1:" + gateway.getPort() + "/connection/events?channel=a&access_token=";
        try (var client = HttpClient.newHttpClient();
                var body = client.send(
                                HttpRequest.newBuilder(URI.create(path + token)).build(),
                                HttpResponse.BodyHandlers.ofInputStream())
                        .body()) {
            assertThat(new String(body.readNBytes(13), StandardCharsets.UTF_8)).isEqualTo("data: first\n\n");
        }
        given().get("/connection/events?access_token=" + token + "x").then().statusCode(401);
        given().post("/connection/events").then().statusCode(401);
    }

    @Test
    void shouldBoundWhatOneAddressSaysToStreamedAnswers() {
        // So many requests, one behind the other, take less time than the limit wants.
        var statuses = IntStream.range(0, 200)
                .map(i -> given().body("{}").post("/emulation").statusCode())
                .boxed()
                .toList();

        assertThat(statuses.getFirst()).isEqualTo(200);
        assertThat(statuses).contains(429).containsOnly(200, 429);
    }
}
