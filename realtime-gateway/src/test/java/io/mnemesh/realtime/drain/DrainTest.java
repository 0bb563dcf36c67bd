package io.mnemesh.realtime.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.restassured.RestAssured;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Leaves the application drained, so it has a profile, that is an application, of its own. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
@TestProfile(DrainTest.Alone.class)
@Tag("slow")
class DrainTest {

    private static final int CONNECTIONS = 40;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Inject
    Drain drain;

    @Inject
    Vertx vertx;

    @Inject
    HeldHandshake held;

    /** Gives this test an application of its own. */
    public static final class Alone implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("mnemesh.realtime.drain.over", "1s");
        }
    }

    /** Keeps a client that asks for it between the door, which has let it in, and its session. */
    @Singleton
    @Priority(HeldHandshake.AFTER_THE_DOOR)
    public static class HeldHandshake implements HttpUpgradeCheck {

        static final int AFTER_THE_DOOR = -1;
        private static final String MARK = "held";

        private final CompletableFuture<Void> arrived = new CompletableFuture<>();
        private final CompletableFuture<CheckResult> released = new CompletableFuture<>();

        @Override
        public Uni<CheckResult> perform(HttpUpgradeContext context) {
            if (context.httpRequest().getParam(MARK) == null) {
                return CheckResult.permitUpgrade();
            }
            arrived.complete(null);
            return Uni.createFrom().completionStage(released);
        }

        void release() {
            released.complete(CheckResult.permitUpgradeSync());
        }
    }

    @Test
    void shouldCloseEveryConnectionInGoodOrderAndTakeNobodyNew() throws Exception {
        List<WebSocket> sockets = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            sockets.add(connect().join());
        }
        WebSocket centrifuge = connectTo("/connection/websocket").join();
        var _ = centrifuge.writeTextMessage("{\"id\":1,\"connect\":{}}");
        HttpResponse<InputStream> stream = stream();
        CompletableFuture<WebSocket> late = connectTo("/ws/realtime?" + HeldHandshake.MARK);
        held.arrived.get(10, TimeUnit.SECONDS);

        drain.begin().get(10, TimeUnit.SECONDS);
        held.release();
        sockets.add(late.join());

        await().atMost(Duration.ofSeconds(10)).until(() -> sockets.stream().allMatch(WebSocket::isClosed));
        for (WebSocket socket : sockets) {
            assertThat(socket.closeStatusCode()).isEqualTo((short) 1001);
            assertThat(socket.closeReason()).matches("service restart; retry-after-ms=\\d+");
        }
        await().atMost(Duration.ofSeconds(10)).until(centrifuge::isClosed);
        assertThat(centrifuge.closeStatusCode()).isEqualTo((short) 3001);
        assertThat(centrifuge.closeReason()).isEqualTo("shutdown");
        assertThat(new String(stream.body().readAllBytes(), StandardCharsets.UTF_8))
                .endsWith("{\"push\":{\"disconnect\":{\"code\":3001,\"reason\":\"shutdown\"}}}\n");
        HttpResponse<InputStream> refusedStream = stream();
        assertThat(refusedStream.statusCode()).isEqualTo(503);
        assertThat(refusedStream.headers().firstValue("Retry-After")).hasValue("2");
        Throwable refusal = catchThrowable(() -> connect().join());
        assertThat(((UpgradeRejectedException) refusal.getCause()).getStatus()).isEqualTo(503);
        assertThat(((UpgradeRejectedException) refusal.getCause()).getHeaders().get("Retry-After"))
                .isNotBlank();
    }

    /** Asks for a streamed answer and waits for its beginning. */
    private static HttpResponse<InputStream> stream() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + RestAssured.port + "/connection/http_stream"))
                .header("Authorization", "Bearer " + TestTokens.of("acme", "ana"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"id\":1,\"connect\":{}}"))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    private CompletableFuture<WebSocket> connect() {
        return connectTo("/ws/realtime");
    }

    private CompletableFuture<WebSocket> connectTo(String path) {
        var options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(RestAssured.port)
                .setURI(path)
                .putHeader("Authorization", "Bearer " + TestTokens.of("acme", "ana"));
        return vertx.createWebSocketClient()
                .connect(options)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS);
    }
}
