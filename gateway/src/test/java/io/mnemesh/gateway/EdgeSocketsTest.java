package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
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
import org.junit.jupiter.api.Test;

/** WebSockets, and answers that last, through the gateway. */
@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
class EdgeSocketsTest extends EdgeFixture {

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
}
