package io.mnemesh.intelligence.plugin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.mnemesh.example.limits.LimitDetectors;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The example module, which knows the SPI only, has its say in answers; one that fails has none and harms nothing. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class PluginResourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String QUEUE = "example_queue_depth";

    private final String tenant = "p-" + UUID.randomUUID();

    @Inject
    LimitDetectors example;

    @Test
    void shouldHaveTheDetectorOfTheExampleVoteInAnomaliesThatAreFound() {
        // Given a queue that is full for a few points
        post("metrics", Map.of("metric", QUEUE, "source", "orders", "points", points(120, 100)))
                .statusCode(202);

        // Then
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> call("/api/v2/ai/anomalies?metric=" + QUEUE)
                        .statusCode(200)
                        .body("items[0].votes.detector", hasItem(example.name())));
    }

    @Test
    void shouldHaveTheExampleAdviseAndPredict() {
        post("performance-insights", Map.of("series", List.of(Map.of("metric", QUEUE, "points", points(120, 119)))))
                .statusCode(200)
                .body("recommendations.kind", hasItem("relieve-queue"))
                .body("recommendations.find { it.kind == 'relieve-queue' }.expectedEffect.to", equalTo(100.0f));
        post("metrics", Map.of("metric", QUEUE, "source", "bills", "points", points(60, 60)))
                .statusCode(202);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> post("forecast", Map.of("metric", QUEUE, "source", "bills", "horizon", 5))
                        .statusCode(200)
                        .body("candidates.name", hasItem("drift")));
    }

    @Test
    void shouldAnswerWithoutAPluginThatFailsAndSaySo() {
        var series = List.of(Map.of("metric", FaultyPlugins.METRIC, "points", points(60, 60)));

        post("performance-insights", Map.of("series", series))
                .statusCode(200)
                .body("series[0].metric", equalTo(FaultyPlugins.METRIC))
                .body(
                        "missing",
                        hasItem(startsWith(
                                "What the plug-in faulty (recommender) says: it failed, so it is left out")));
        String faulty = "items.find { it.name == '" + FaultyPlugins.NAME + "' }.";
        var told = plugins(Identity.OPERATOR).statusCode(200).extract().jsonPath();
        assertThat(told.getLong(faulty + "failures")).isEqualTo(1);
        assertThat(told.getBoolean(faulty + "builtIn")).isFalse();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> plugins(Identity.OPERATOR).body(faulty + "leftOutUntil", nullValue()));
    }

    @Test
    void shouldTellOperatorsWhichPluginsThereAre() {
        plugins(Identity.OPERATOR)
                .statusCode(200)
                .body("items.name", hasItems("level", "theta", "standard", "known-limit", "drift", "relieve"))
                .body("items.find { it.name == 'level' }.builtIn", equalTo(true));
        plugins(Identity.ADMIN).statusCode(403);
        given().get("/api/v2/ai/plugins").then().statusCode(401);
    }

    /** A point a minute up to now, beyond the limit from one on. */
    private static List<Map<String, Object>> points(int count, int full) {
        Instant first = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(count, ChronoUnit.MINUTES);
        var points = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < count; i++) {
            points.add(Map.of(
                    "at", first.plus(i, ChronoUnit.MINUTES).toString(), "value", (i >= full ? 180 : 20) + i % 3));
        }
        return points;
    }

    private ValidatableResponse post(String path, Map<String, Object> body) {
        return given().auth()
                .oauth2(TestTokens.of(tenant, "ana"))
                .contentType("application/json")
                .body(body)
                .post("/api/ai/" + path)
                .then();
    }

    private ValidatableResponse call(String path) {
        return given().auth().oauth2(TestTokens.of(tenant, "ana")).get(path).then();
    }

    private ValidatableResponse plugins(String role) {
        return given().auth()
                .oauth2(TestTokens.of(tenant, "ola", role))
                .get("/api/v2/ai/plugins")
                .then();
    }
}
