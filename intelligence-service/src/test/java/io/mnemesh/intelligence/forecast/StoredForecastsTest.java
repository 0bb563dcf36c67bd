package io.mnemesh.intelligence.forecast;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.cache.CacheStats;
import io.mnemesh.cache.JsonSerializer;
import io.mnemesh.cache.Tier;
import io.mnemesh.cache.core.TieredCacheFactory;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is cached of forecasts, with real tiers; of loads and hits only the differences are this test's own. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class StoredForecastsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant AT = Instant.parse("2026-09-01T00:00:00Z");

    @Inject
    TieredCacheFactory caches;

    @Inject
    StoredForecasts stored;

    @Inject
    ObjectMapper mapper;

    private final String tenant = "c-" + UUID.randomUUID();
    private final String other = "d-" + UUID.randomUUID();

    @Test
    void shouldComputeOnceUntilAPointComes() {
        record(tenant, 0, 60);
        awaitPoints(60);
        // What judges the points makes new versions of the series, too, until it is done.
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            long loads = loads();
            long hits = hits();
            forecast(tenant).body("evidence.points", equalTo(60));
            assertThat(loads() - loads).isZero();
            assertThat(hits() - hits).isEqualTo(1);
        });
        long loads = loads();

        record(tenant, 60, 61);

        awaitPoints(61);
        assertThat(loads() - loads).isPositive();
    }

    @Test
    void shouldNotAnswerAnotherTenant() {
        record(tenant, 0, 60);
        awaitPoints(60);
        forecast(tenant).statusCode(200);

        given().auth()
                .oauth2(TestTokens.of(other, "ana"))
                .contentType("application/json")
                .body(Map.of("metric", "queue", "step", "PT1H"))
                .post("/api/ai/forecast")
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @Test
    void shouldComputeAgainWhenSomethingWasErased() {
        record(tenant, 0, 60);
        awaitPoints(60);
        forecast(tenant).statusCode(200);
        long loads = loads();

        stored.forget(new TenantId(tenant)).await().atMost(PATIENCE);

        forecast(tenant).body("evidence.points", equalTo(60));
        assertThat(loads() - loads).isEqualTo(1);
    }

    @Test
    void shouldReadWhatItWrote() {
        double[] values = new double[120];
        long[] seconds = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            seconds[i] = i * 3_600L;
            values[i] = 50 + 20 * Math.sin(Math.PI * i / 12) + i % 7;
        }
        var levels = List.of(0.9);
        var answer = ForecastAnswer.of(seconds, values, 3_600, 24, levels, List.of(), List::of);
        var serializer = JsonSerializer.of(ForecastAnswer.class, mapper);

        var read = serializer.deserialize(serializer.serialize(answer));

        assertThat(read).usingRecursiveComparison().isEqualTo(answer);
        assertThat(read.forecast()).isNotNull();
    }

    private void awaitPoints(int points) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> forecast(tenant).body("evidence.points", equalTo(points)));
    }

    private static void record(String tenant, int from, int to) {
        var points = new ArrayList<Map<String, Object>>();
        for (int i = from; i < to; i++) {
            points.add(Map.of("at", AT.plusSeconds(i * 3_600L).toString(), "value", 20 + i % 5));
        }
        given().auth()
                .oauth2(TestTokens.of(tenant, "ana"))
                .contentType("application/json")
                .body(Map.of("metric", "queue", "source", "api", "points", points))
                .post("/api/ai/metrics")
                .then()
                .statusCode(202);
    }

    private static ValidatableResponse forecast(String tenant) {
        return given().auth()
                .oauth2(TestTokens.of(tenant, "ana"))
                .contentType("application/json")
                .body(Map.of("metric", "queue", "step", "PT1H", "horizon", 12))
                .post("/api/ai/forecast")
                .then();
    }

    private CacheStats stats() {
        return caches.stats().stream()
                .filter(cache -> cache.name().equals("forecasts"))
                .findFirst()
                .orElseThrow();
    }

    private long loads() {
        return stats().loads();
    }

    private long hits() {
        return stats().tiers().get(Tier.LOCAL).hits();
    }
}
