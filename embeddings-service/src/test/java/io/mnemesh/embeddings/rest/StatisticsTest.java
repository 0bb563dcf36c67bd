package io.mnemesh.embeddings.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.embeddings.ServiceTest;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StatisticsTest extends ServiceTest {

    private static final String BULK = "work.models.find { it.model == 'all-MiniLM-L6-v2' }.lanes[2].";

    @Test
    void shouldTellATenantItsHits() {
        String token = TestTokens.of("hits", "ana");
        embed(token, List.of("one of three", "two of three", "three of three"));
        embed(token, List.of("one of three", "two of three"));

        statistics(token)
                .body("answers.computed", equalTo(3))
                .body("answers.local", equalTo(2))
                .body("answers.joined", equalTo(0))
                .body("answers.shared", equalTo(0))
                .body("answers.hit_rate", equalTo(0.4f))
                .body("work", nullValue());
    }

    @Test
    void shouldComputeAThousandEqualTextsOnce() throws Exception {
        String token = TestTokens.of("thousand", "ana");
        var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/v1/embeddings"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"input\":\"asked by a thousand\"}"))
                .build();
        var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int n = 0; n < 1000; n++) {
            answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
        }

        var bodies = new ArrayList<String>();
        for (var answer : answers) {
            bodies.add(answer.get(60, TimeUnit.SECONDS).body());
        }

        assertThat(bodies).containsOnly(bodies.getFirst());
        var counts = statistics(token).extract();
        assertThat(count(counts, "answers.computed")).isEqualTo(1);
        assertThat(count(counts, "answers.joined") + count(counts, "answers.local") + count(counts, "answers.shared"))
                .isEqualTo(999);
    }

    @Test
    void shouldTellOperatorsWhatTheModelsDid() {
        String token = TestTokens.of("operators", "root", Identity.OPERATOR);
        embed(token, List.of("a text", "and a somewhat longer text that is not computed alone"));

        statistics(token)
                .body(
                        "work.models.find { it.model == 'all-MiniLM-L6-v2' }.lanes.lane",
                        equalTo(List.of("interactive", "standard", "bulk")))
                .body("work.models[0].lanes[1].vectors", greaterThanOrEqualTo(2))
                .body("work.models[0].lanes[1].tokens", greaterThanOrEqualTo(16))
                .body("work.models[0].lanes.padding_waste", everyItem(lessThan(1f)))
                .body("work.models[0].lanes[1].computing.count", greaterThanOrEqualTo(1))
                .body("work.tokenize.count", greaterThanOrEqualTo(2))
                .body("work.lookup.count", greaterThanOrEqualTo(1));
    }

    @Test
    void shouldTellOperatorsHowTheModelCameIntoServiceAndWhatItGoesBy() {
        String token = TestTokens.of("operators", "root", Identity.OPERATOR);
        String model = "work.models.find { it.model == 'all-MiniLM-L6-v2' }.";
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> statistics(token).extract().<Boolean>path(model + "tuning.settled"));

        var counts = statistics(token).extract();

        assertThat(counts.<Map<String, Integer>>path(model + "loading_ms"))
                .containsOnlyKeys("libraries", "verify", "tokenizer", "session", "warm_up", "probe", "calibrate")
                .allSatisfy((stage, took) -> assertThat(took).isNotNegative());
        assertThat(counts.<String>path(model + "tuning.batches")).isIn("any_length", "equal_length", "alone");
        assertThat(count(counts, model + "tuning.workers"))
                .isBetween(1, Runtime.getRuntime().availableProcessors());
        assertThat(count(counts, model + "tuning.batch_tokens")).isIn(256, 512, 1024);
        assertThat(count(counts, model + "tuning.overhead_tokens")).isBetween(4, 64);
    }

    @Test
    void shouldNotComputeTheTextsOfAClientThatHangsUp() throws Exception {
        String operator = TestTokens.of("hangs-up", "root", Identity.OPERATOR);
        var before = statistics(operator).extract();
        var failures = new FailureLog();
        String texts = IntStream.range(0, 256)
                .mapToObj(n -> "\"" + n + " word".repeat(250) + "\"")
                .collect(Collectors.joining(",", "{\"input\":[", "]}"));

        try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.getOutputStream()
                    .write(("POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Mnemesh-Lane: bulk\r\nAuthorization: Bearer " + operator
                                    + "\r\nContent-Length: " + texts.length() + "\r\n\r\n" + texts)
                            .getBytes(StandardCharsets.US_ASCII));
            awaitMore(operator, BULK + "waiting.count", before);
        }

        awaitMore(operator, BULK + "dropped.cancelled", before);
        given().auth()
                .oauth2(operator)
                .header("Mnemesh-Lane", "bulk")
                .contentType(ContentType.JSON)
                .body(Map.of("input", "behind all that waited"))
                .post("/v1/embeddings")
                .then()
                .statusCode(200);
        var after = statistics(operator).extract();
        assertThat(count(after, BULK + "vectors") - count(before, BULK + "vectors"))
                .isLessThan(256);
        assertThat(count(after, "answers.computed")).isLessThan(256);
        failures.close();
        assertThat(failures.messages()).isEmpty();
    }

    @Test
    void shouldRefuseWithoutAToken() {
        given().get("/api/embeddings/statistics").then().statusCode(401).contentType("application/problem+json");
    }

    private static void awaitMore(String token, String path, ExtractableResponse<Response> before) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> count(statistics(token).extract(), path) > count(before, path));
    }

    private static int count(ExtractableResponse<Response> statistics, String path) {
        return statistics.path(path);
    }

    private static ValidatableResponse statistics(String token) {
        return given().auth()
                .oauth2(token)
                .get("/api/embeddings/statistics")
                .then()
                .statusCode(200);
    }

    private static void embed(String token, List<String> texts) {
        given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(Map.of("input", texts))
                .post("/v1/embeddings")
                .then()
                .statusCode(200);
    }

    /** What is logged of requests that fail unexpectedly. */
    private static final class FailureLog extends Handler {

        private final Logger logger = Logger.getLogger("io.mnemesh.mesh.problem.Problems");
        private final List<String> messages = new CopyOnWriteArrayList<>();

        FailureLog() {
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord record) {
            messages.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }

        List<String> messages() {
            return messages;
        }
    }
}
