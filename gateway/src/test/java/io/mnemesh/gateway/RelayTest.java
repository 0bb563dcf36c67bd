package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RelayCore at the edge: services of several instances, some of which are bad. */
@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(RelayInstances.class)
class RelayTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String REASON = "X-Mnemesh-Route-Reason";

    @TestHTTPResource
    URI gateway;

    @Inject
    MeterRegistry metrics;

    private String token;

    @BeforeEach
    void token() {
        token = Tokens.admin();
    }

    private ValidatableResponse get(String path) {
        return given().auth().oauth2(token).get(path).then();
    }

    private JsonPath status(String service) {
        JsonPath status = given().auth()
                .oauth2(token)
                .get("/api/v2/relaycore/status")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        return status.setRootPath("items.find { it.service == '" + service + "' }");
    }

    @Test
    void shouldAskTheFastInstanceMost() {
        int fast = 0;
        for (int i = 0; i < 40; i++) {
            String instance = get("/api/memories/1").statusCode(200).extract().header(RelayInstances.INSTANCE);
            fast += "good".equals(instance) ? 1 : 0;
        }

        assertThat(fast).isGreaterThanOrEqualTo(32);
        JsonPath memory = status("memory");
        List<Float> weights = memory.getList("instances.weight", Float.class);
        assertThat(weights.get(1)).isGreaterThan(weights.get(0));
        assertThat(weights.get(0) + weights.get(1)).isBetween(0.999f, 1.001f);
        assertThat(memory.getList("instances.state")).containsExactly("closed", "closed");
        assertThat(memory.getList("instances.requests", Integer.class).get(1)).isGreaterThanOrEqualTo(32);
        get("/api/memories/1").header(REASON, startsWith("average; expected="));
    }

    @Test
    void shouldFailNoReadBecauseAnInstanceRefusesConnections() {
        for (int i = 0; i < 30; i++) {
            get("/v1/models").statusCode(200).header(RelayInstances.INSTANCE, "good");
        }

        JsonPath embeddings = status("embeddings");
        assertThat(embeddings.getList("instances.state")).containsExactly("open", "closed");
        assertThat(embeddings.getList("instances.weight", Float.class)).containsExactly(0f, 1f);
        assertThat(embeddings.getList("instances.failures", Integer.class).get(0))
                .isBetween(3, 10);
        assertThat(embeddings.getList("instances.failures", Integer.class).get(1))
                .isZero();
        assertThat(embeddings.getString("breaker")).isEqualTo("closed");
    }

    @Test
    void shouldRepeatOnlyWhatIsIdempotentWhenAnInstanceResets() {
        var statuses = new TreeSet<Integer>();
        for (int i = 0; i < 4; i++) {
            statuses.add(given().auth()
                    .oauth2(token)
                    .contentType("application/json")
                    .body("{}")
                    .post("/api/ai/x")
                    .statusCode());
        }
        for (int i = 0; i < 20; i++) {
            get("/api/ai/x").statusCode(200);
            given().auth().oauth2(token).delete("/api/ai/x").then().statusCode(200);
        }

        assertThat(statuses).contains(502);
        assertThat(status("intelligence").getList("instances.state")).containsExactly("open", "closed");
    }

    @Test
    void shouldAskNobodyWhileAllInstancesFail() {
        var statuses = new ArrayList<Integer>();
        for (int i = 0; i < 40; i++) {
            statuses.add(given().auth().oauth2(token).get("/api/cache/a/b").statusCode());
        }

        assertThat(statuses.getFirst()).isEqualTo(502);
        assertThat(statuses.getLast()).isEqualTo(503);
        get("/api/cache/a/b")
                .statusCode(503)
                .header("Retry-After", "1")
                .contentType("application/problem+json")
                .body("service", equalTo("cache"));
        JsonPath cache = status("cache");
        assertThat(cache.getString("breaker")).isEqualTo("open");
        assertThat(cache.getString("reason")).isNotEmpty();
        assertThat(cache.getInt("inFlight")).isZero();
        assertThat(cache.getInt("retriesLeft")).isLessThan(10);
        assertThat(refused("cache", "breaker")).isPositive();
    }

    @Test
    void shouldPassTheErrorsOfASingleInstanceOnHoweverManyThereAre() {
        for (int i = 0; i < 30; i++) {
            get("/api/events/closed").statusCode(502).body("service", equalTo("realtime"));
        }
        get("/api/events/failing").statusCode(500).header(REASON, startsWith("single"));
        get("/api/events/1").statusCode(200);
        assertThat(status("realtime").getList("instances.state")).containsExactly("closed");
    }

    @Test
    void shouldNotBlameAnInstanceForWhatClientsDoWrong() {
        int failures =
                status("realtime").getList("instances.failures", Integer.class).getFirst();

        get("/api/events/missing").statusCode(404);

        assertThat(status("realtime").getList("instances.failures", Integer.class))
                .containsExactly(failures);
    }

    @Test
    void shouldBlameAnInstanceForNoTimeThatTheClientSet() {
        int failures =
                status("realtime").getList("instances.failures", Integer.class).getFirst();

        given().auth()
                .oauth2(token)
                .header("X-Mnemesh-Deadline", "20000")
                .get("/api/events/late")
                .then()
                .statusCode(504);
        assertThat(status("realtime").getList("instances.failures", Integer.class))
                .containsExactly(failures);

        get("/api/events/late").statusCode(504);
        assertThat(status("realtime").getList("instances.failures", Integer.class))
                .containsExactly(failures + 1);
    }

    @Test
    void shouldNotBlameAnInstanceForClientsThatLeave() throws Exception {
        int failures =
                status("realtime").getList("instances.failures", Integer.class).getFirst();

        try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.getPort())) {
            socket.getOutputStream()
                    .write(("GET /api/events/held HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            await().atMost(SOON).until(() -> status("realtime").getInt("inFlight") == 1);
        }

        await().atMost(SOON).until(() -> status("realtime").getInt("inFlight") == 0);
        assertThat(status("realtime").getList("instances.failures", Integer.class))
                .containsExactly(failures);
    }

    @Test
    void shouldShowThatAnAnswerBrokeOffAndNotSendItAgain() throws Exception {
        int requests =
                status("realtime").getList("instances.requests", Integer.class).getFirst();

        try (var client = HttpClient.newHttpClient()) {
            assertThatThrownBy(() -> client.send(request("/api/events/half"), BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }

        await().atMost(SOON).until(() -> status("realtime").getInt("inFlight") == 0);
        assertThat(status("realtime").getList("instances.requests", Integer.class))
                .containsExactly(requests + 1);
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(gateway.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("X-Mnemesh-Priority", "high")
                .build();
    }

    @Test
    void shouldRefuseWhatIsOverTheLimit() {
        try (var client = HttpClient.newHttpClient()) {
            var held = new ArrayList<CompletableFuture<Integer>>();
            for (int i = 0; i < RelayInstances.LIMIT; i++) {
                held.add(client.sendAsync(request("/v1/models/held"), BodyHandlers.discarding())
                        .thenApply(answer -> answer.statusCode()));
            }
            await().atMost(SOON).until(() -> status("embeddings").getInt("inFlight") == RelayInstances.LIMIT);

            get("/v1/models")
                    .statusCode(503)
                    .header("Retry-After", "1")
                    .header(RelayInstances.INSTANCE, nullValue())
                    .contentType("application/problem+json")
                    .body("type", equalTo("https://mnemesh.io/problems/unavailable"))
                    .body("service", equalTo("embeddings"));

            await().atMost(SOON).until(() -> {
                given().get(goodEmbeddings() + "/released");
                return held.stream().allMatch(CompletableFuture::isDone);
            });
            assertThat(held).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(200));
        }
        get("/v1/models").statusCode(200);
        assertThat(status("embeddings").getInt("limit")).isEqualTo(RelayInstances.LIMIT);
        assertThat(refused("embeddings", "limit")).isPositive();
    }

    private static String goodEmbeddings() {
        return ConfigProvider.getConfig()
                .getValue("mnemesh.gateway.upstreams.embeddings", String.class)
                .split(",", -1)[1];
    }

    @Test
    void shouldCountASocketOnlyForItsHandshake() {
        try (var client = HttpClient.newHttpClient()) {
            var sockets = new ArrayList<WebSocket>();
            for (int i = 0; i < 2 * RelayInstances.LIMIT; i++) {
                sockets.add(client.newWebSocketBuilder()
                        .header("Authorization", "Bearer " + token)
                        .buildAsync(
                                URI.create("ws://127.0.0.1:" + gateway.getPort() + "/ws/realtime"),
                                new WebSocket.Listener() {})
                        .join());
            }
            await().atMost(SOON).until(() -> status("realtime").getInt("inFlight") == 0);
            sockets.forEach(WebSocket::abort);
        }
    }

    @Test
    void shouldNameWhatIsLearned() {
        get("/api/memories/1").statusCode(200);

        JsonPath memory = status("memory");

        assertThat(memory.getBoolean("learned.learning")).isTrue();
        assertThat(memory.getMap("learned.failureWeights"))
                .containsOnlyKeys("bias", "fast", "slow", "slowness", "in_flight");
        assertThat(memory.<String, Float>getMap("instances[0].coefficients"))
                .containsOnlyKeys("bias", "in_flight", "payload", "search", "write", "bulk", "hour_sin", "hour_cos");
        assertThat(memory.getString("breaker")).isEqualTo("closed");
    }

    @Test
    void shouldShowTheStatusOnlyToOperatorsWhoseScopesAllowIt() {
        given().auth()
                .oauth2(scoped("gateway:read"))
                .get("/api/v2/relaycore/status")
                .then()
                .statusCode(200);
        given().auth()
                .oauth2(scoped("memory:read"))
                .get("/api/v2/relaycore/status")
                .then()
                .statusCode(403)
                .body("scope", equalTo("gateway:read"));
        given().auth()
                .oauth2(Tokens.of("beta", "bea", "admin"))
                .get("/api/v2/relaycore/status")
                .then()
                .statusCode(403);
        given().get("/api/v2/relaycore/status").then().statusCode(401);
    }

    private static String scoped(String scope) {
        return Tokens.exchange(Admin.operator()
                .post(
                        "/api/admin/keys",
                        Map.of("subject", "watcher-" + scope, "roles", List.of("operator"), "scopes", List.of(scope)))
                .statusCode(201)
                .extract()
                .path("apiKey"));
    }

    private double refused(String service, String reason) {
        return metrics.get("mnemesh_gateway_relay_refused_total")
                .tag("upstream", service)
                .tag("reason", reason)
                .counter()
                .count();
    }
}
