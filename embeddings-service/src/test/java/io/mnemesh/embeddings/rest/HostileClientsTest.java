package io.mnemesh.embeddings.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.embeddings.Reference;
import io.mnemesh.embeddings.ServiceTest;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that send what is no request, or leave in the middle of one. */
@QuarkusTest
@Tag("slow")
class HostileClientsTest extends ServiceTest {

    private static final int REQUESTS = 10_000;
    private static final int AT_ONCE = 50;
    private static final long MOST_GROWTH = 16 << 20;

    /** Good requests, by path. */
    private static final List<Map.Entry<String, String>> REQUEST_BODIES = List.of(
            Map.entry(
                    "/v1/embeddings", "{\"model\":\"all-MiniLM-L6-v2\",\"input\":[\"one\",\"zwei\"],\"dimensions\":8}"),
            Map.entry("/v1/embeddings", "{\"input\":[[101,7592,102],[2088]],\"encoding_format\":\"base64\"}"),
            Map.entry(
                    "/v1/embeddings", "{\"input\":\"na\u00efve \ud83d\ude80\",\"long_text\":\"mean\",\"user\":\"u\"}"),
            Map.entry("/embed", "{\"inputs\":[\"one\",\"two\"],\"truncate\":true,\"normalize\":true}"),
            Map.entry("/similarity", "{\"inputs\":{\"source_sentence\":\"a\",\"sentences\":[\"b\",\"c\"]}}"),
            Map.entry("/tokenize", "{\"inputs\":\"a few words\",\"add_special_tokens\":false}"),
            Map.entry("/api/embeddings/jobs", "{\"texts\":[\"\"],\"model\":\"all-MiniLM-L6-v2\"}"));

    @Inject
    MeterRegistry meters;

    private final SplittableRandom random = new SplittableRandom(11);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void shouldGoOnAsBeforeAfterTenThousandMalformedRequests() throws Exception {
        Reference reference = Reference.all().getFirst();
        statuses(REQUESTS / 10);
        long before = heap();

        Map<Integer, Integer> statuses = statuses(REQUESTS);

        assertThat(statuses.keySet()).isSubsetOf(200, 400, 404, 413, 422);
        assertThat(statuses.get(400)).isGreaterThan(REQUESTS / 2);
        assertThat(heap() - before).isLessThan(MOST_GROWTH);
        assertThat(pending()).isZero();
        assertThat((double) firstValue(reference.text())).isCloseTo(reference.vector()[0], within(1e-5));
    }

    @Test
    void shouldForgetClientsThatLeaveInTheMiddleOfARequest() throws Exception {
        String body = "{\"input\":[\"" + "half a request ".repeat(400);
        for (int n = 0; n < 200; n++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
                socket.getOutputStream().write(head(2 * body.length()).getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(body.getBytes(StandardCharsets.US_ASCII));
            }
        }

        assertThat(firstValue("still here")).isNotZero();
        assertThat(pending()).isZero();
    }

    @Test
    void shouldForgetClientsThatLeaveBeforeTheAnswer() throws Exception {
        for (int n = 0; n < 100; n++) {
            String body = "{\"input\":[\"leaves at once " + n + "\"]}";
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
                socket.getOutputStream().write((head(body.length()) + body).getBytes(StandardCharsets.US_ASCII));
            }
        }

        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> pending() == 0);
        assertThat(firstValue("still here too")).isNotZero();
    }

    private Map<Integer, Integer> statuses(int requests) throws Exception {
        var counts = new TreeMap<Integer, Integer>();
        for (int sent = 0; sent < requests; sent += AT_ONCE) {
            var answers = new ArrayList<CompletableFuture<HttpResponse<Void>>>();
            for (int n = 0; n < AT_ONCE; n++) {
                var good = REQUEST_BODIES.get(random.nextInt(REQUEST_BODIES.size()));
                answers.add(client.sendAsync(
                        request(good.getKey(), mangled(good.getValue())), HttpResponse.BodyHandlers.discarding()));
            }
            for (var answer : answers) {
                counts.merge(answer.get(60, TimeUnit.SECONDS).statusCode(), 1, Integer::sum);
            }
        }
        return counts;
    }

    /** The request cut off, or with a byte that is something else, is no text, or means something else in JSON. */
    private byte[] mangled(String good) {
        byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(6)) {
            case 0, 1, 2 -> Arrays.copyOf(bytes, at);
            case 3 -> {
                bytes[at] = (byte) (0xC0 | random.nextInt(64));
                yield bytes;
            }
            case 4 -> {
                bytes[at] = (byte) random.nextInt(256);
                yield bytes;
            }
            default -> {
                bytes[at] = (byte) "{}[]\",:-.e0tfn\\".charAt(random.nextInt(15));
                yield bytes;
            }
        };
    }

    private static float firstValue(String text) {
        return given().auth()
                .oauth2(token())
                .contentType(ContentType.JSON)
                .body(Map.of("input", text))
                .post("/v1/embeddings")
                .then()
                .statusCode(200)
                .extract()
                .<Float>path("data[0].embedding[0]");
    }

    /** Texts that are under way. */
    private double pending() {
        return meters.get("mnemesh_embeddings_pending_texts").gauge().value();
    }

    /** Bytes of what is reachable. */
    private static long heap() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    private static String token() {
        return TestTokens.of("hostile", "eve");
    }

    private static String head(int length) {
        return "POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                + token() + "\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static HttpRequest request(String path, byte[] body) {
        return HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + path))
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }
}
