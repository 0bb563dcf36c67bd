package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One that is about to stop stays so, hence the profile of its own. */
@QuarkusTest
@TestProfile(StoppingGatewayTest.Alone.class)
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
@Tag("slow")
class StoppingGatewayTest {

    private static final int GOING_AWAY = 1001;

    @TestHTTPResource
    URI gateway;

    @Inject
    Event<ShutdownDelayInitiatedEvent> stopping;

    /** Nothing but another start. */
    public static final class Alone implements QuarkusTestProfile {}

    /** Waits for the close frame. */
    private static final class Closed implements WebSocket.Listener {

        private final CompletableFuture<Integer> status = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            status.complete(code);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            status.completeExceptionally(error);
        }
    }

    @Test
    void shouldSendThoseAwayWhoHaveAWebSocketAndRefuseThoseWhoWantOne() throws Exception {
        // Given
        String token = Tokens.admin();
        var closed = new Closed();
        try (var client = HttpClient.newHttpClient()) {
            client.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .buildAsync(URI.create("ws://127.0.0.1:" + gateway.getPort() + "/ws/realtime"), closed)
                    .join();

            // When
            stopping.fire(new ShutdownDelayInitiatedEvent());

            // Then
            assertThat(closed.status.get(10, TimeUnit.SECONDS)).isEqualTo(GOING_AWAY);
        }
        for (String path : new String[] {"/ws/realtime", "/api/v2/ws/ecosystem"}) {
            given().auth()
                    .oauth2(token)
                    .header("Connection", "Upgrade")
                    .header("Upgrade", "websocket")
                    .header("Sec-WebSocket-Version", "13")
                    .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                    .get(path)
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", equalTo("1"))
                    .header("Connection", equalTo("close"))
                    .body("type", containsString("unavailable"));
        }
        given().get("/connection/events?access_token=" + token).then().statusCode(503);
        given().auth().oauth2(token).get("/api/v2/ecosystem/live").then().statusCode(503);
        given().auth().oauth2(token).get("/api/memories/1").then().statusCode(200);
    }
}
