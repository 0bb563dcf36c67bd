package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client can do on the wire that no HTTP library does: each is refused, or reaches nobody. */
@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
class EdgeAttacksTest {

    private static final String HIDDEN = "/api/memories/hidden";

    @TestHTTPResource
    URI gateway;

    private String token;

    @BeforeEach
    void token() {
        token = Tokens.admin();
    }

    static Stream<Arguments> requestsReadInTwoWays() {
        return Stream.of(
                arguments("two lengths", "Content-Length: 5\r\nContent-Length: 0\r\n"),
                arguments("the same length twice", "Content-Length: 5\r\nContent-Length: 5\r\n"),
                arguments("a list of lengths", "Content-Length: 5, 5\r\n"),
                arguments("a signed length", "Content-Length: +5\r\n"),
                arguments("a hexadecimal length", "Content-Length: 0x5\r\n"),
                arguments("a negative length", "Content-Length: -5\r\n"),
                arguments("an unknown coding", "Transfer-Encoding: xchunked\r\n"),
                arguments("two codings", "Transfer-Encoding: chunked, identity\r\n"),
                arguments("chunked twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
                arguments("a space before the colon", "Transfer-Encoding : chunked\r\n"),
                arguments("a control character", "Transfer-Encoding: \u000bchunked\r\n"),
                arguments("a line that ends without CR", "X-One: 1\nContent-Length: 5\r\n"),
                arguments("a field without a name", ": 5\r\n"),
                arguments("a second host", "Host: other\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requestsReadInTwoWays")
    void shouldRefuseAndCloseWhenARequestCanBeReadInTwoWays(String name, String fields) throws Exception {
        // When
        String answer = answerTo("POST /api/memories HTTP/1.1\r\nHost: x\r\n" + authorization() + fields + "\r\n"
                + "0\r\n\r\nGET " + HIDDEN + " HTTP/1.1\r\nHost: x\r\n" + authorization() + "\r\n");

        // Then
        assertRefused(answer, 400, "malformed-request");
        assertThat(seen()).doesNotContain("GET " + HIDDEN);
    }

    @Test
    void shouldTakeNothingFromAConnectionAfterABodyWithoutALength() throws Exception {
        for (String length : List.of("", "Content-Length: 5\r\n")) {
            String answer = answerTo("POST /api/memories HTTP/1.1\r\nHost: x\r\n" + authorization() + length
                    + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET " + HIDDEN + " HTTP/1.1\r\nHost: x\r\n"
                    + authorization() + "\r\n");

            assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close");
            assertThat(answer.split("HTTP/1\\.1 ", -1)).hasSize(2);
        }
        assertThat(seen()).doesNotContain("GET " + HIDDEN);
    }

    @Test
    void shouldPassAFoldedFieldOnInOneLineOnly() throws Exception {
        String answer = answerTo("GET /api/memories/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + authorization()
                + "X-Folded: a\r\n X-Hidden: b\r\n\r\n");

        assertThat(answer).contains("\"x-folded\":\"a X-Hidden: b\"").doesNotContain("\"x-hidden\"");
    }

    @Test
    void shouldKeepWhatConnectionNamesFromTheService() throws Exception {
        String answer = answerTo("GET /api/memories/1 HTTP/1.1\r\nHost: x\r\n" + authorization()
                + "X-Role: operator\r\nConnection: close, X-Role, Authorization, Content-Length\r\n"
                + "Keep-Alive: timeout=5\r\nProxy-Authorization: Basic x\r\nTrailer: X\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .contains("\"authorization\":\"Bearer " + token)
                .doesNotContain(
                        "\"x-role\"", "\"connection\"", "\"keep-alive\"", "\"proxy-authorization\"", "\"trailer\"");
    }

    @Test
    void shouldRefuseMethodsThatOpenTunnelsOrEchoAndAddressesOfOthers() throws Exception {
        for (String line :
                List.of("CONNECT internal:80 HTTP/1.1", "TRACE /api/memories HTTP/1.1", "FOO /api/memories HTTP/1.1")) {
            String answer = answerTo(line + "\r\nHost: x\r\n" + authorization() + "\r\n");
            assertThat(answer)
                    .as(line)
                    .containsPattern("^HTTP/1\\.1 (400|405) ")
                    .contains("application/problem+json");
        }
        assertRefused(
                answerTo("GET http://internal/api/memories/1 HTTP/1.1\r\nHost: x\r\n" + authorization() + "\r\n"),
                400,
                "malformed-request");
    }

    @Test
    void shouldRefuseAHeaderOfAHundredThousandBytes() throws Exception {
        String fields = "X-Many: " + "a".repeat(1000) + "\r\n";
        assertRefused(
                answerTo("GET /api/memories/1 HTTP/1.1\r\nHost: x\r\n" + authorization() + fields.repeat(99) + "\r\n"),
                431,
                "header-too-large");
        assertRefused(
                answerTo("GET /api/memories/1 HTTP/1.1\r\nHost: x\r\nX-Large: " + "a".repeat(200_000) + "\r\n\r\n"),
                431,
                "header-too-large");
        assertRefused(
                answerTo("GET /api/memories/" + "a".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"),
                431,
                "header-too-large");
    }

    @Test
    void shouldCloseConnectionsThatBringNoRequestHeaderOrBodyInTime() throws Exception {
        try (var silent = new RawConnection(gateway);
                var header = new RawConnection(gateway);
                var body = new RawConnection(gateway);
                var second = new RawConnection(gateway)) {
            // Given
            header.send("GET /api/memories/1 HTTP/1.1\r\nHost: x\r\n");
            body.send(
                    "POST /api/memories HTTP/1.1\r\nHost: x\r\n" + authorization() + "Content-Length: 100000\r\n\r\n");
            second.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
            second.until("\"services\"");
            second.send("GET /he");

            // When
            var dripping = CompletableFuture.runAsync(() -> drip(header, body, second));

            // Then
            assertRefused(silent.untilClosed(), 408, "request-timeout");
            assertRefused(header.untilClosed(), 408, "request-timeout");
            assertRefused(body.untilClosed(), 408, "request-timeout");
            assertThat(second.untilClosed()).contains("HTTP/1.1 408");
            dripping.cancel(true);
        }
    }

    /** A byte now and again, until the test closes the connections. */
    private static void drip(RawConnection... connections) {
        long end = System.nanoTime() + 2 * LoopbackServices.SLOWEST.toNanos();
        long next = System.nanoTime();
        while (System.nanoTime() < end) {
            if (System.nanoTime() >= next) {
                for (RawConnection connection : connections) {
                    connection.send("a");
                }
                next += LoopbackServices.SLOWEST.toNanos() / 20;
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldAnswerPipelinedRequestsInOrderAndEachByItsOwnToken() throws Exception {
        int many = 100;
        var requests = new StringBuilder();
        for (int i = 0; i < many; i++) {
            requests.append("GET /api/memories/p").append(i).append(" HTTP/1.1\r\nHost: x\r\n");
            requests.append(i % 2 == 0 ? authorization() : "").append("\r\n");
        }
        requests.append("GET /api/memories/last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n")
                .append(authorization())
                .append("\r\n");

        String[] answers = answerTo(requests.toString()).split("HTTP/1\\.1 ", -1);

        assertThat(answers).hasSize(many + 2);
        for (int i = 0; i < many; i++) {
            if (i % 2 == 0) {
                assertThat(answers[i + 1]).startsWith("200").contains("\"uri\":\"/api/memories/p" + i + "\"");
            } else {
                assertThat(answers[i + 1]).startsWith("401").contains("application/problem+json");
            }
        }
    }

    @Test
    void shouldNotBecomeATunnelByAnUpgradeThatTheServiceDoesNotGrant() throws Exception {
        String handshake = String.join(
                "\r\n",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "");
        try (var connection = new RawConnection(gateway)) {
            connection.send("GET /ws/other HTTP/1.1\r\nHost: x\r\n" + authorization() + handshake + "\r\n");
            assertThat(connection.until("\r\n\r\n")).startsWith("HTTP/1.1 404");
            connection.send("GET " + HIDDEN + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(connection.untilClosed()).contains("HTTP/1.1 401");
        }
        for (String fields : List.of(
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 777\r\n",
                "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n",
                "Upgrade: TLS/1.0\r\nConnection: Upgrade\r\n",
                "Upgrade: h2c, websocket\r\nConnection: Upgrade\r\n")) {
            String answer = answerTo("POST /api/memories HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n" + authorization()
                    + fields + "\r\nGET " + HIDDEN + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(fields).doesNotContain("HTTP/1.1 101", "\"upgrade\"", "\"http2-settings\"");
        }
        assertThat(seen()).doesNotContain("GET " + HIDDEN);
    }

    @Test
    void shouldShowThatAnAnswerBrokeOffWhenTheServiceResetsOrFallsSilent() throws Exception {
        for (String path : List.of("/api/memories/reset", "/api/memories/silent")) {
            String answer = answerTo("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + authorization() + "\r\n");
            assertThat(answer)
                    .as(path)
                    .startsWith("HTTP/1.1 200")
                    .contains("begun")
                    .doesNotEndWith("0\r\n\r\n");
        }
        given().auth()
                .oauth2(token)
                .body("x")
                .post("/api/memories/unread")
                .then()
                .statusCode(504)
                .contentType("application/problem+json");
    }

    @Test
    void shouldPassCompressedBodiesOnBothWaysAsTheyAre() {
        given().auth()
                .oauth2(token)
                .header("Content-Encoding", "gzip")
                .contentType("application/json")
                .body(LoopbackServices.packed("{}"))
                .post("/api/memories")
                .then()
                .statusCode(200)
                .body("bytes", equalTo(LoopbackServices.packed("{}").length))
                .body("headers.content-encoding", equalTo("gzip"));
        given().auth()
                .oauth2(token)
                .header("Accept-Encoding", "gzip")
                .get("/api/memories/packed")
                .then()
                .statusCode(200)
                .header("Content-Encoding", "gzip")
                .body(equalTo("packed"));
    }

    private String authorization() {
        return "Authorization: Bearer " + token + "\r\n";
    }

    private String answerTo(String request) throws Exception {
        try (var connection = new RawConnection(gateway)) {
            return connection.send(request).untilClosed();
        }
    }

    private List<String> seen() {
        return given().auth().oauth2(token).get("/api/memories/seen").jsonPath().getList("");
    }

    private static void assertRefused(String answer, int status, String problem) {
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status)
                .contains("application/problem+json", "https://mnemesh.io/problems/" + problem)
                .doesNotContain("Exception");
    }
}
