package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
class EdgeTest {

    @TestHTTPResource
    URI gateway;

    private String token;

    @BeforeEach
    void token() {
        token = Tokens.admin();
    }

    @Test
    void shouldForwardWithOnlyWhatMayPass() {
        given().auth()
                .oauth2(token)
                .urlEncodingEnabled(false)
                .header("X-Forwarded-For", "6.6.6.6")
                .header("X-Custom", "kept")
                .header("Connection", "X-Hop, keep-alive")
                .header("X-Hop", "dropped")
                .header("TE", "trailers")
                .header("X-Request-Id", "abc-1")
                .contentType("application/json")
                .body("{\"content\":\"x\"}")
                .post("/api/memories?limit=2&q=a%20b")
                .then()
                .statusCode(200)
                .header("X-Echo", "yes")
                .header("X-Request-Id", "abc-1")
                .header("X-Mnemesh-Route-Reason", nullValue())
                .body("method", equalTo("POST"))
                .body("uri", equalTo("/api/memories?limit=2&q=a%20b"))
                .body("bytes", equalTo(15))
                .body("headers.authorization", equalTo("Bearer " + token))
                .body("headers.x-custom", equalTo("kept"))
                .body("headers.x-hop", nullValue())
                .body("headers.te", nullValue())
                .body("headers.x-request-id", equalTo("abc-1"))
                .body("headers.x-forwarded-for", equalTo("127.0.0.1"))
                .body("headers.traceparent", matchesPattern("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
    }

    @Test
    void shouldKeepAWellFormedTraceAndReplaceABadRequestId() {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        given().auth()
                .oauth2(token)
                .header("traceparent", trace)
                .header("X-Request-Id", "bad id with spaces")
                .get("/api/memories/1")
                .then()
                .statusCode(200)
                .header("X-Request-Id", matchesPattern("[0-9a-f]{32}"))
                .body("headers.traceparent", equalTo(trace));
    }

    @Test
    void shouldPassStatusAndBodyOfAServiceOn() {
        given().auth()
                .oauth2(token)
                .get("/api/memories/teapot")
                .then()
                .statusCode(418)
                .header("X-Hop", nullValue())
                .body(equalTo("short and stout"));
        given().auth().oauth2(token).head("/api/memories/1").then().statusCode(200);
        given().auth()
                .oauth2(token)
                .delete("/api/memories/1")
                .then()
                .statusCode(200)
                .body("method", equalTo("DELETE"));
    }

    @Test
    void shouldStreamALargeAnswer() {
        byte[] body = given().auth()
                .oauth2(token)
                .get("/api/memories/stream")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(body).hasSize(160 * 64 * 1024);
    }

    @Test
    void shouldForwardNothingWithoutAGoodToken() {
        given().get("/api/memories/1")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("X-Echo", nullValue());
        given().auth().oauth2("x.y.z").get("/api/memories/1").then().statusCode(401);
        given().auth()
                .oauth2(TestTokens.of("default", "admin", "admin"))
                .get("/api/memories/1")
                .then()
                .statusCode(401)
                .body("detail", equalTo("The token was signed with a key this mesh does not know."));
        given().auth()
                .oauth2(tampered())
                .get("/api/memories/1")
                .then()
                .statusCode(401)
                .body("detail", equalTo("The token's signature is wrong."));
        given().header("Authorization", "Basic YTpi")
                .get("/api/memories/1")
                .then()
                .statusCode(401);
        given().queryParam("access_token", token).get("/api/memories/1").then().statusCode(401);
    }

    private String tampered() {
        String[] parts = token.split("\\.", -1);
        var claims = new JsonObject(
                        new String(java.util.Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                .put("tenant", "acme");
        String forged = java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims.encode().getBytes(StandardCharsets.UTF_8));
        return parts[0] + "." + forged + "." + parts[2];
    }

    @Test
    void shouldAnswerUnknownPathsWithAProblem() {
        for (String path : List.of("/nowhere", "/api/memoriesx", "/api", "/v1")) {
            given().auth()
                    .oauth2(token)
                    .get(path)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body("type", equalTo("https://mnemesh.io/problems/not-found"));
        }
    }

    @Test
    void shouldRefusePathsInDisguise() throws Exception {
        for (String path : List.of(
                "/api/memories/../admin/keys",
                "/api/memories/..%2fadmin",
                "/api/memories/%2e%2e/admin",
                "/api//memories",
                "/api/memories/a%2Fb",
                "/api/memories/a%5cb",
                "/api/memories/%00",
                "/q/..%2fapi/admin/keys",
                "/api/memories;x=1/2")) {
            assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                            + "\r\nConnection: close\r\n\r\n"))
                    .as(path)
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json");
        }
    }

    @Test
    void shouldForwardCacheKeysWithSlashesUnchanged() throws Exception {
        assertThat(cacheKey("/api/cache/n/a%2Fb%2fc")).as("reached").startsWith("HTTP/1.1 502");
        for (String path : List.of(
                "/api/cache/n/..%2Fadmin",
                "/api/cache/n%2F..%2F..%2Fadmin",
                "/api/cache/n/%2Fa",
                "/api/cache/n/a%2F.",
                "/api/cache/n/a%252Fb",
                "/api/cache/n/a%5cb")) {
            assertThat(cacheKey(path)).as(path).startsWith("HTTP/1.1 400");
        }
        assertThat(cacheKey("/api/cache%2Fn/a")).startsWith("HTTP/1.1 400");
    }

    private String cacheKey(String path) throws Exception {
        return raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                + "\r\nConnection: close\r\n\r\n");
    }

    @Test
    void shouldRefuseBrokenEscapes() throws Exception {
        assertThat(raw("GET /api/memories/%zz HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 400");
    }

    @Test
    void shouldNotBeSmuggledThrough() throws Exception {
        String answer = raw(
                "POST /api/memories HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/admin/keys HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(answer).doesNotContain("\"items\"");
        assertThat(answer.split("HTTP/1.1 200", -1).length - 1).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldRefuseLargeBodies() {
        byte[] large = new byte[1024 * 1024 + 1];
        given().auth()
                .oauth2(token)
                .contentType("application/octet-stream")
                .body(large)
                .post("/api/memories")
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("maxBytes", equalTo(1024 * 1024));
        given().auth()
                .oauth2(token)
                .contentType("application/octet-stream")
                .body(new byte[1024 * 1024])
                .post("/api/memories")
                .then()
                .statusCode(200)
                .body("bytes", equalTo(1024 * 1024));
    }

    @Test
    void shouldRefuseLargeBodiesOfUnknownLength() throws Exception {
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> small = client.send(chunked(new byte[300_000]), HttpResponse.BodyHandlers.ofString());
            assertThat(small.statusCode()).isEqualTo(200);
            assertThat(new JsonObject(small.body()).getInteger("bytes")).isEqualTo(300_000);
            HttpResponse<String> large =
                    client.send(chunked(new byte[1_100_000]), HttpResponse.BodyHandlers.ofString());
            assertThat(large.statusCode()).isEqualTo(413);
            assertThat(large.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
    }

    private HttpRequest chunked(byte[] body) {
        return HttpRequest.newBuilder(gateway.resolve("/api/memories"))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();
    }

    @Test
    void shouldRefuseALargeHeader() throws Exception {
        assertThat(raw("GET /api/memories HTTP/1.1\r\nHost: x\r\nX-Large: " + "a".repeat(40_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void shouldSayWhichServiceIsDownSlowOrBroken() {
        given().auth()
                .oauth2(token)
                .get("/api/ai/analyze-error")
                .then()
                .statusCode(503)
                .header("Retry-After", equalTo("1"))
                .contentType("application/problem+json")
                .body("service", equalTo("intelligence"))
                .body("type", equalTo("https://mnemesh.io/problems/unavailable"));
        given().auth()
                .oauth2(token)
                .get("/api/memories/slow")
                .then()
                .statusCode(504)
                .contentType("application/problem+json")
                .body("type", equalTo("https://mnemesh.io/problems/deadline-exceeded"));
        given().auth()
                .oauth2(token)
                .contentType("text/plain")
                .body("x")
                .put("/api/cache/a/b")
                .then()
                .statusCode(502)
                .contentType("application/problem+json")
                .body("type", equalTo("https://mnemesh.io/problems/upstream-failed"));
        given().auth().oauth2(token).get("/api/cache/a/b").then().statusCode(502);
    }

    @Test
    void shouldBreakOffAnAnswerThatBreaksOff() throws Exception {
        String answer =
                raw("GET /api/memories/half HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("half");
    }

    @Test
    void shouldCarryWebSocketsWithTheTokenInTheHeader() throws Exception {
        var received = new LinkedBlockingQueue<String>();
        try (var client = HttpClient.newHttpClient()) {
            WebSocket socket = client.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .buildAsync(ws("/ws/realtime"), new ReceivedTexts(received))
                    .join();
            assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo("welcome Bearer " + token);
            socket.sendText("one", true).join();
            assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo("echo one");
            socket.sendText("x".repeat(60_000), true).join();
            assertThat(received.poll(5, TimeUnit.SECONDS)).hasSize(60_005);
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        }
    }

    @Test
    void shouldCarryWebSocketsWithTheTokenAsSubprotocol() throws Exception {
        var received = new LinkedBlockingQueue<String>();
        try (var client = HttpClient.newHttpClient()) {
            WebSocket socket = client.newWebSocketBuilder()
                    .subprotocols("mnemesh.v1", "bearer." + token)
                    .buildAsync(ws("/ws/realtime"), new ReceivedTexts(received))
                    .join();
            assertThat(socket.getSubprotocol()).isEqualTo("mnemesh.v1");
            assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo("welcome null");
            socket.abort();
        }
    }

    @Test
    void shouldEndAWebSocketWhoseServiceEndsRightBehindTheHandshake() throws Exception {
        String handshake = "GET /ws/realtime?gone HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13"
                + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        for (int i = 0; i < 50; i++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.getPort())) {
                socket.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
                socket.getOutputStream().write(handshake.getBytes(StandardCharsets.ISO_8859_1));
                byte[] untilTheEnd = socket.getInputStream().readAllBytes();
                assertThat(new String(untilTheEnd, StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.1 101");
            }
        }
    }

    @Test
    void shouldCarryAFewWebSocketsThatShowTheirTokenInTheFirstFrame() throws Exception {
        var received = new LinkedBlockingQueue<String>();
        try (var client = HttpClient.newHttpClient()) {
            for (int i = 0; i < LoopbackServices.TOKENLESS; i++) {
                WebSocket socket = client.newWebSocketBuilder()
                        .buildAsync(ws("/ws/realtime"), new ReceivedTexts(received))
                        .join();
                assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo("welcome null");
                socket.sendText("{\"type\":\"connect\"}", true).join();
                assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo("echo {\"type\":\"connect\"}");
                socket.abort();
            }
        }
        assertThat(handshakeStatus("/ws/realtime", "")).isEqualTo(429);
        given().post("/connection/http_stream").then().statusCode(429);
        given().get("/connection/sse").then().statusCode(429);
        assertThat(handshakeStatus("/ws/realtime", "Bearer " + token)).isEqualTo(101);
    }

    @Test
    void shouldRefuseWhatIsNoHandshakeOnTheSocketsPathsWithoutAToken() {
        for (String path : List.of("/ws", "/ws/realtime", "/ws/%72ealtime", "/connection/websocket")) {
            given().urlEncodingEnabled(false)
                    .get(path)
                    .then()
                    .statusCode(401)
                    .contentType("application/problem+json")
                    .header("X-Echo", nullValue());
        }
        given().post("/ws/realtime").then().statusCode(401);
        given().auth().oauth2(token).get("/ws/realtime").then().statusCode(200);
        given().auth().oauth2(tampered()).get("/ws/realtime").then().statusCode(401);
    }

    @Test
    void shouldCarryAnswersThatLastAndWhatTheirClientsSay() throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.getPort() + "/connection/sse"))
                .header("Authorization", "Bearer " + token)
                .build();
        try (var client = HttpClient.newHttpClient();
                var body = client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                        .body()) {
            assertThat(new String(body.readNBytes(13), StandardCharsets.UTF_8)).isEqualTo("data: first\n\n");
        }
        given().body("{}").post("/emulation").then().statusCode(200).body("uri", equalTo("/emulation"));
        given().get("/emulation").then().statusCode(401);
        given().get("/connection/http_stream").then().statusCode(401);
    }

    @Test
    void shouldShowTheDescriptionOfEventsToEverybody() {
        given().get("/asyncapi").then().statusCode(200).body("uri", equalTo("/asyncapi"));
    }

    @Test
    void shouldRefuseWebSocketsWithoutATokenElsewhereAndPassRefusalsOn() {
        assertThat(handshakeStatus("/ws/other", "")).isEqualTo(401);
        assertThat(handshakeStatus("/ws/realtime", "Bearer " + tampered())).isEqualTo(401);
        assertThat(handshakeStatus("/ws/realtime", "Bearer x.y.z")).isEqualTo(401);
        assertThat(handshakeStatus("/ws/other", "Bearer " + token)).isEqualTo(404);
        assertThat(handshakeStatus("/connection/websocket", "Bearer " + token)).isEqualTo(101);
        assertThat(handshakeStatus("/connection/websocket", "Bearer " + tampered()))
                .isEqualTo(401);
    }

    private int handshakeStatus(String path, String authorization) {
        try (var client = HttpClient.newHttpClient()) {
            var builder = client.newWebSocketBuilder();
            if (!authorization.isEmpty()) {
                builder.header("Authorization", authorization);
            }
            builder.buildAsync(ws(path), new ReceivedTexts(new LinkedBlockingQueue<>()))
                    .join()
                    .abort();
            return 101;
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    private URI ws(String path) {
        return URI.create("ws://127.0.0.1:" + gateway.getPort() + path);
    }

    private String raw(String request) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            var in = socket.getInputStream();
            var answer = new java.io.ByteArrayOutputStream();
            socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
            answer.write(in.readNBytes(1));
            socket.setSoTimeout((int) Duration.ofSeconds(1).toMillis());
            try {
                in.transferTo(answer);
            } catch (java.net.SocketTimeoutException stillOpen) {
                // A kept-alive connection: what was answered so far is what the test looks at.
            }
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
    }
}
