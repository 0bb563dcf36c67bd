package io.mnemesh.intelligence.performance.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class PerformanceResourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");

    private String tenant;
    private Random random;

    @BeforeEach
    void newTenant() {
        tenant = "q-" + UUID.randomUUID();
        random = new Random(4);
    }

    @Test
    void shouldTellAnomaliesChangesAndAdviceOfWhatWasRecorded() {
        record(series("latency", "lower", 200, i -> (i < 100 ? 20 : 45) + random.nextGaussian() + (i == 70 ? 90 : 0)));
        judged("latency", 200);

        as("ana")
                .get("/api/ai/performance-insights?metric=latency&source=api")
                .then()
                .statusCode(200)
                .body("series", hasSize(1))
                .body("series[0].metric", equalTo("latency"))
                .body("series[0].points", equalTo(200))
                .body("series[0].unit", equalTo("ms"))
                .body("series[0].from", equalTo("2026-11-01T10:00:00Z"))
                .body("series[0].changePoints", hasSize(1))
                .body("series[0].changePoints[0].at", equalTo("2026-11-01T11:40:00Z"))
                .body("series[0].anomalies", hasSize(greaterThan(0)))
                .body("recommendations[0].kind", equalTo("undo-change"))
                .body("recommendations[0].expectedEffect.to", greaterThan(19f))
                .body("recommendations[0].expectedEffect.to", lessThan(21f))
                .body("missing", equalTo(List.of("For correlations a second series.")));
        as("ana")
                .get("/api/v2/ai/anomalies?level=medium&from=2026-11-01T11:00:00Z&to=2026-11-01T11:20:00Z")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].id", notNullValue())
                .body("items[0].at", equalTo("2026-11-01T11:10:00Z"))
                .body("items[0].value", greaterThan(105f))
                .body("items[0].high", lessThan(80f))
                .body("items[0].reason", containsString("was expected"))
                .body("items[0].votes[0].detector", notNullValue())
                .body("nextCursor", nullValue())
                .body("missing", empty());
        given().auth()
                .oauth2(TestTokens.of("someone-else", "eve"))
                .get("/api/v2/ai/anomalies")
                .then()
                .statusCode(200)
                .body("items", empty());
    }

    @Test
    void shouldListAnomaliesPageByPage() {
        record(series(
                "load", null, 1_000, i -> 10 + random.nextGaussian() + (i % 200 == 199 ? 20 + 12 * (i / 200.0) : 0)));
        judged("load", 1_000);
        List<?> all = as("ana").get("/api/v2/ai/anomalies?limit=100").path("items");

        var starts = new ArrayList<String>();
        String cursor = null;
        do {
            var request = as("ana").queryParam("limit", 2);
            Response page =
                    (cursor == null ? request : request.queryParam("cursor", cursor)).get("/api/v2/ai/anomalies");
            starts.addAll(page.<List<String>>path("items.startedAt"));
            cursor = page.path("nextCursor");
        } while (cursor != null);

        assertThat(starts).hasSameSizeAs(all).hasSizeGreaterThan(2).doesNotHaveDuplicates();
        assertThat(starts).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void shouldSayWhatIsMissingWhenNothingIsKnown() {
        as("ana")
                .get("/api/ai/performance-insights")
                .then()
                .statusCode(200)
                .body("series", empty())
                .body("recommendations", empty())
                .body("missing", hasItem("Points of a metric: none that fit were recorded."));
        as("ana")
                .get("/api/v2/ai/anomalies")
                .then()
                .statusCode(200)
                .body("items", empty())
                .body("missing[0]", startsWith("Points of a metric that are unusual"));
    }

    @Test
    void shouldLookAtSeriesThatAreGivenAndStoreNothing() {
        double[] noise = random.doubles(300).map(value -> value - 0.5).toArray();
        var queue = series("queue", null, 200, i -> 10 * noise[i + 23]);
        var latency = series("latency", null, 200, i -> 50 + noise[i + 20] + (i == 150 ? 40 : 0));

        post(
                        "/api/ai/performance-insights",
                        Map.of("series", List.of(queue, series("cpu", null, 200, i -> noise[i + 20]))))
                .then()
                .statusCode(200)
                .body("correlations", hasSize(1))
                .body("correlations[0].first.metric", equalTo("queue"))
                .body("correlations[0].lagSeconds", equalTo(180))
                .body("correlations[0].samples", equalTo(197))
                .body("correlations[0].low", greaterThan(0.9f))
                .body("recommendations[0].kind", equalTo("watch-leading"))
                .body("recommendations[0].expectedEffect", nullValue());
        post("/api/ai/performance-insights", Map.of("series", List.of(latency)))
                .then()
                .statusCode(200)
                .body("series[0].anomalies[0].level", equalTo("high"))
                .body("series[0].anomalies[0].id", nullValue())
                .body("series[0].anomalies[0].at", equalTo("2026-11-01T12:30:00Z"));
        as("ana").get("/api/ai/performance-insights").then().body("series", empty());
    }

    @Test
    void shouldAnswerForWhatIsStoredWhenNoSeriesIsGiven() {
        record(series("latency", null, 60, i -> 5));
        judged("latency", 60);

        post("/api/ai/performance-insights", Map.of("metric", "latency"))
                .then()
                .statusCode(200)
                .body("series", hasSize(1))
                .body("series[0].changePoints", empty())
                .body("series[0].anomalies", empty());
        post("/api/ai/performance-insights", Map.of("metric", "other")).then().body("series", empty());
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0,limit",
        "limit=x,limit",
        "cursor=abc,cursor",
        "level=extreme,level",
        "from=yesterday,from",
        "to=+1000000000-01-01T00:00:00Z,to",
        "metric=%00,metric",
        "source=a%20b,source"
    })
    void shouldRefuseBadFilters(String query, String field) {
        as("ana")
                .urlEncodingEnabled(false)
                .get("/api/v2/ai/anomalies?" + query)
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", containsString("invalid-value"))
                .body("field", equalTo(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|metric",
                "{'metric':'a b','points':[]}|metric",
                "{'metric':'a','source':'x y','points':[]}|source",
                "{'metric':'a','points':[]}|points",
                "{'metric':'a','points':[null]}|points[0].at",
                "{'metric':'a','points':[{'at':'1960-01-01T00:00:00Z','value':1}]}|points[0].at",
                "{'metric':'a','points':[{'at':'2026-01-01T00:00:00Z'}]}|points[0].value",
                "{'metric':'a','points':[{'at':'2026-01-01T00:00:00Z','value':'NaN'}]}|points[0].value",
                "{'metric':'a','points':[{'at':'2026-01-01T00:00:00Z','value':1e999}]}|points[0].value",
                "{'metric':'a','better':'faster','points':[{'at':'2026-01-01T00:00:00Z','value':1}]}|better",
                "{'metric':'a','unit':' ','points':[{'at':'2026-01-01T00:00:00Z','value':1}]}|unit"
            })
    void shouldRefuseWhatIsNoMetric(String body, String field) {
        as("ana")
                .contentType("application/json")
                .body(body.replace('\'', '"'))
                .post("/api/ai/metrics")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("field", equalTo(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"metric\":\"a\",\"points\":[{\"at\":\"x\",\"value\":1}]}", "{\"colour\":1}"})
    void shouldRefuseWhatIsNoRequest(String body) {
        for (String path : List.of("/api/ai/metrics", "/api/ai/performance-insights")) {
            as("ana")
                    .contentType("application/json")
                    .body(path.endsWith("metrics") ? body : "{\"series\":[" + body + "]}")
                    .post(path)
                    .then()
                    .statusCode(400)
                    .body("type", containsString("malformed-request"));
        }
    }

    @Test
    void shouldRefuseTooManySeriesAndTheSameTwice() {
        var one = series("latency", null, 2, i -> 1);
        post("/api/ai/performance-insights", Map.of("series", List.of(one, one)))
                .then()
                .statusCode(422)
                .body("field", equalTo("series[1]"));
        post("/api/ai/performance-insights", Map.of("series", List.of()))
                .then()
                .statusCode(422)
                .body("field", equalTo("series"));
    }

    @Test
    void shouldAskForAToken() {
        for (String path : List.of("/api/ai/performance-insights", "/api/v2/ai/anomalies")) {
            given().get(path).then().statusCode(401).body("type", containsString("unauthenticated"));
            given().auth()
                    .oauth2(TestTokens.expired(tenant, "ana"))
                    .get(path)
                    .then()
                    .statusCode(401);
        }
        for (String path : List.of("/api/ai/performance-insights", "/api/ai/metrics")) {
            given().contentType("application/json").body("{}").post(path).then().statusCode(401);
        }
    }

    private static Map<String, Object> series(
            String metric, @Nullable String better, int points, IntToDoubleFunction value) {
        var all = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < points; i++) {
            all.add(Map.of("at", AT.plusSeconds(i * 60L).toString(), "value", value.applyAsDouble(i)));
        }
        var body = new HashMap<String, Object>(Map.of("metric", metric, "source", "api", "unit", "ms", "points", all));
        if (better != null) {
            body.put("better", better);
        }
        return body;
    }

    private void record(Map<String, Object> series) {
        post("/api/ai/metrics", series)
                .then()
                .statusCode(202)
                .body("accepted", equalTo(((List<?>) series.get("points")).size()));
    }

    private void judged(String metric, int points) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> as("ana")
                        .get("/api/ai/performance-insights?metric=" + metric)
                        .then()
                        .body("series[0].judged", equalTo(points)));
    }

    private Response post(String path, Object body) {
        return as("ana").contentType("application/json").body(body).post(path);
    }

    private RequestSpecification as(String user) {
        return given().auth().oauth2(TestTokens.of(tenant, user));
    }
}
