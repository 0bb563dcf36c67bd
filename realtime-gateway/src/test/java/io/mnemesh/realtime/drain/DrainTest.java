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
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    @Inject
    Drain drain;

    @Inject
    Vertx vertx;

    /** Gives this test an application of its own. */
    public static final class Alone implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("mnemesh.realtime.drain.over", "1s");
        }
    }

    @Test
    void shouldCloseEveryConnectionInGoodOrderAndTakeNobodyNew() throws Exception {
        List<WebSocket> sockets = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            sockets.add(connect());
        }

        drain.begin().get(10, TimeUnit.SECONDS);

        await().atMost(Duration.ofSeconds(10)).until(() -> sockets.stream().allMatch(WebSocket::isClosed));
        for (WebSocket socket : sockets) {
            assertThat(socket.closeStatusCode()).isEqualTo((short) 1001);
            assertThat(socket.closeReason()).matches("service restart; retry-after-ms=\\d+");
        }
        Throwable refusal = catchThrowable(this::connect);
        assertThat(((UpgradeRejectedException) refusal.getCause()).getStatus()).isEqualTo(503);
        assertThat(((UpgradeRejectedException) refusal.getCause()).getHeaders().get("Retry-After"))
                .isNotBlank();
    }

    private WebSocket connect() {
        return vertx.createWebSocketClient()
                .connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(RestAssured.port)
                        .setURI("/ws/realtime")
                        .putHeader("Authorization", "Bearer " + TestTokens.of("acme", "ana")))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
