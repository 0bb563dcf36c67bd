package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The state of the mesh under its paths: the figures are those of the services' metrics. */
@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
class EcosystemTest {

    private static final String STATUS = "/api/v2/ecosystem/status";
    private static final String MEMORY = "services.find { it.name == 'memory' }.";

    @TestHTTPResource
    URI gateway;

    @Test
    void shouldTellFiguresOfServicesStreamsAndTrafficToOperators() {
        Admin operator = Admin.operator();
        operator.get("/api/memories/1").statusCode(200);

        for (String path : new String[] {STATUS, "/api/real-services/metrics"}) {
            operator.get(path)
                    .statusCode(200)
                    .body("status", equalTo("degraded"))
                    .body("services.name", hasItem("gateway"))
                    .body("services.find { it.name == 'intelligence' }.status", equalTo("unreachable"))
                    .body("services.find { it.name == 'intelligence' }.figures", nullValue())
                    .body(MEMORY + "status", equalTo("up"))
                    .body(MEMORY + "figures.uptimeSeconds", equalTo(12.5f))
                    .body(MEMORY + "figures.heapBytes", equalTo(3000))
                    .body(MEMORY + "figures.processors", equalTo(0.5f))
                    .body(MEMORY + "figures.requests", greaterThanOrEqualTo(10))
                    .body("streams.partitions", greaterThan(0))
                    .body("streams.deadLetters", equalTo(0));
        }
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> operator.get(STATUS)
                        .body("traffic.forwarded", greaterThan(0))
                        .body(MEMORY + "figures.requestsPerSecond", greaterThan(0f))
                        .body(MEMORY + "figures.errorsPerSecond", greaterThan(0f))
                        .body(MEMORY + "figures.meanMillis", equalTo(2f)));
    }

    @Test
    void shouldTellOthersOnlyWhichServicesAreReady() {
        Admin member = new Admin(Tokens.of("default", "watcher-of-the-mesh", "member"));

        member.get(STATUS)
                .statusCode(200)
                .body(MEMORY + "status", equalTo("up"))
                .body(MEMORY + "figures", nullValue())
                .body("streams", nullValue())
                .body("traffic", nullValue());
        member.get("/ai-ecosystem/status")
                .statusCode(200)
                .body("services.name", equalTo(java.util.List.of("embeddings", "intelligence")));
        member.get("/api/real-services/health").statusCode(503).body("services.size()", equalTo(6));
        for (String path :
                new String[] {"/api/real-services/metrics", "/api/v2/analytics/performance", "/api/v2/ecosystem/live"
                }) {
            member.get(path).statusCode(403).contentType("application/problem+json");
            given().get(path).then().statusCode(401);
        }
    }

    @Test
    void shouldTellOfServicesWhatTheyAndRelayCoreSeeOfThem() {
        Admin.operator()
                .get("/api/v2/analytics/performance")
                .statusCode(200)
                .body("traffic.openTunnels", greaterThanOrEqualTo(0))
                .body("services.size()", equalTo(5))
                .body(MEMORY + "limit", greaterThan(0))
                .body(MEMORY + "breaker", equalTo("closed"))
                .body(MEMORY + "figures.heapBytes", equalTo(3000));
    }

    @Test
    void shouldShowTheStateEverySecondOverBothTransports() throws Exception {
        String token = Tokens.admin();
        var request = HttpRequest.newBuilder(gateway.resolve("/api/v2/ecosystem/live"))
                .header("Authorization", "Bearer " + token)
                .build();
        try (var client = HttpClient.newHttpClient();
                var body = client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                        .body()) {
            String head = "event: ecosystem\ndata: {\"at\":\"";
            assertThat(new String(body.readNBytes(head.length()), StandardCharsets.UTF_8))
                    .isEqualTo(head);

            var states = new LinkedBlockingQueue<String>();
            WebSocket socket = client.newWebSocketBuilder()
                    .subprotocols("mnemesh.v1", "bearer." + token)
                    .buildAsync(
                            URI.create("ws://127.0.0.1:" + gateway.getPort() + "/api/v2/ws/ecosystem"),
                            new ReceivedTexts(states))
                    .join();
            assertThat(socket.getSubprotocol()).isEqualTo("mnemesh.v1");
            for (int i = 0; i < 2; i++) {
                var state = new JsonObject(states.poll(20, TimeUnit.SECONDS));
                assertThat(state.getString("status")).isEqualTo("degraded");
                assertThat(state.getJsonObject("streams").getInteger("partitions"))
                        .isPositive();
            }
            socket.abort();
        }
    }
}
