package io.mnemesh.intelligence.forecast.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.JsonConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
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
class ForecastResourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant AT = Instant.parse("2026-09-01T00:00:00Z");
    private static final int HOUR = 3600;

    private String tenant;
    private Random random;

    @BeforeEach
    void newTenant() {
        tenant = "f-" + UUID.randomUUID();
        random = new Random(4);
    }

    @Test
    void shouldForecastASeriesThatIsGiven() {
        var points = points(240, HOUR, i -> 50 + 20 * Math.sin(2 * Math.PI * i / 24) + random.nextGaussian());

        forecast(Map.of("points", points, "horizon", 12, "levels", List.of(0.9)))
                .then()
                .statusCode(200)
                .body("metric", nullValue())
                .body("model", equalTo("forecast-1@240"))
                .body("step", equalTo("PT1H"))
                .body("evidence.seasons", equalTo(List.of("PT24H")))
                .body("evidence.values", equalTo(240))
                .body("evidence.from", equalTo("2026-09-01T00:00:00Z"))
                .body("evidence.origins", equalTo(12))
                .body("evidence.residuals", equalTo(144))
                .body("forecast", hasSize(12))
                .body("forecast[0].at", equalTo("2026-09-11T00:00:00Z"))
                .body("forecast[6].value", closeTo(70, 4.0))
                .body("forecast[6].intervals", hasSize(1))
                .body("forecast[6].intervals[0].level", closeTo(0.9, 1e-9))
                .body("forecast[6].intervals[0].low", lessThan(70.0))
                .body("forecast[6].intervals[0].high", greaterThan(70.0))
                .body("candidates", hasSize(greaterThan(4)))
                .body("candidates[0].weight", greaterThan(0.1))
                .body("candidates[0].error", lessThan(3.0))
                .body("missing", empty());
    }

    @Test
    void shouldForecastAMetricFromItsHours() {
        int hours = 200;
        record("load", points(hours, HOUR, i -> 50 + 20 * Math.sin(2 * Math.PI * i / 24)));
        Map<String, Object> question = Map.of("metric", "load", "step", "PT1H", "horizon", 24);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(forecast(question).<Object>path("evidence.points"))
                        .isEqualTo(hours));

        Response first = forecast(question);
        Response second = forecast(question);

        first.then()
                .statusCode(200)
                .body("metric", equalTo("load"))
                .body("source", equalTo("api"))
                .body("evidence.seasons", equalTo(List.of("PT24H")))
                .body("forecast", hasSize(24));
        assertThat(second.asString()).isEqualTo(first.asString());
        given().auth()
                .oauth2(TestTokens.of("someone-else", "eve"))
                .contentType("application/json")
                .body(question)
                .post("/api/ai/forecast")
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @Test
    void shouldSayWhatIsMissingForBadSeries() {
        var broken = points(19, 60, i -> i);
        broken.add(point(40 * 60, null));
        broken.add(point(3 * 60, 9.0));
        forecast(Map.of("points", broken))
                .then()
                .statusCode(200)
                .body("forecast", empty())
                .body("candidates", empty())
                .body("missing", hasItem("For a forecast 20 values without a long gap; there are 19."));
        forecast(Map.of("points", points(1, 60, i -> 5)))
                .then()
                .statusCode(200)
                .body("forecast", empty())
                .body("step", nullValue())
                .body("missing", hasItem("For a forecast 20 values without a long gap; there is 1."));
        forecast(Map.of("points", points(40, 60, i -> 5)))
                .then()
                .statusCode(200)
                .body("forecast", hasSize(13))
                .body("forecast[0].value", closeTo(5, 1e-9))
                .body("missing", hasItem("For intervals values that differ: all 40 are the same."))
                .body("missing", hasItem("To look 24 steps ahead 72 values; there are 40, so it is 13 steps."));
        forecast(Map.of("points", points(60, 60, i -> i % 2 == 0 ? 1e308 : -1e308)))
                .then()
                .statusCode(200)
                .body("forecast", hasSize(20));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|metric",
                "{'metric':'a','points':[]}|metric",
                "{'metric':'a b'}|metric",
                "{'metric':'a','source':'x y'}|source",
                "{'metric':'a','horizon':0}|horizon",
                "{'metric':'a','horizon':401}|horizon",
                "{'metric':'a','step':'soon'}|step",
                "{'metric':'a','step':'PT0S'}|step",
                "{'metric':'a','levels':[1]}|levels",
                "{'metric':'a','levels':[null]}|levels",
                "{'points':[]}|points",
                "{'points':[{'value':1}]}|points[0].at",
                "{'points':[{'at':'1960-01-01T00:00:00Z','value':1}]}|points[0].at"
            })
    void shouldRefuseWhatIsNoQuestion(String body, String field) {
        as("ana")
                .contentType("application/json")
                .body(body.replace('\'', '"'))
                .post("/api/ai/forecast")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("field", equalTo(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"colour\":1}", "{\"points\":[{\"at\":\"x\"}]}"})
    void shouldRefuseWhatIsNoRequest(String body) {
        as("ana")
                .contentType("application/json")
                .body(body)
                .post("/api/ai/forecast")
                .then()
                .statusCode(400)
                .body("type", containsString("malformed-request"));
    }

    @Test
    void shouldTellWhenALimitIsReached() {
        int hours = 300;
        record("disk", points(hours, HOUR, i -> 100 + i + 5 * random.nextDouble()));
        String path = "/api/v2/ai/predictive/capacity?metric=disk&limit=450&horizon=PT100H";
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(as("ana").get(path).<Object>path("items[0].hours"))
                        .isEqualTo(hours));

        as("ana")
                .get(path)
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].metric", equalTo("disk"))
                .body("items[0].limit", closeTo(450, 1e-9))
                .body("items[0].direction", equalTo("above"))
                .body("items[0].horizon", equalTo("PT100H"))
                .body("items[0].probability", greaterThan(0.5))
                .body("items[0].timeToLimit.level", closeTo(0.9, 1e-9))
                .body("items[0].recommendation.limit", greaterThan(450.0))
                .body("items[0].recommendation.expectedEffect", lessThan(0.1));
        as("ana")
                .get("/api/v2/ai/predictive/capacity?metric=disk&limit=100000")
                .then()
                .statusCode(200)
                .body("items[0].probability", lessThan(0.1))
                .body("items[0].timeToLimit.expected", nullValue())
                .body("items[0].recommendation", nullValue());
        as("ana")
                .get("/api/v2/ai/predictive/capacity?metric=disk&limit=1&direction=below")
                .then()
                .statusCode(200)
                .body("items[0].direction", equalTo("below"))
                .body("items[0].latest", greaterThan(300.0))
                .body("items[0].probability", lessThan(0.1));
        as("ana")
                .get("/api/v2/ai/predictive/capacity")
                .then()
                .statusCode(200)
                .body("items", empty())
                .body("missing", hasSize(1));
    }

    @Test
    void shouldKnowTheConfiguredLimits() {
        record("cpu_utilization", points(3, HOUR, i -> 0.5));

        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> as("ana")
                        .get("/api/v2/ai/predictive/capacity")
                        .then()
                        .statusCode(200)
                        .body("items", hasSize(1))
                        .body("items[0].limit", closeTo(0.9, 1e-9))
                        .body("items[0].probability", nullValue())
                        .body(
                                "items[0].missing",
                                hasItem("For a forecast 20 values without a long gap; there are 3.")));
    }

    @ParameterizedTest
    @CsvSource({
        "limit=5,metric",
        "metric=a&limit=x,limit",
        "metric=a&limit=Infinity,limit",
        "metric=a&direction=up,direction",
        "metric=a&direction=below,limit",
        "horizon=PT0H,horizon",
        "horizon=P60D,horizon",
        "metric=a%20b,metric"
    })
    void shouldRefuseBadQuestionsOfCapacity(String query, String field) {
        as("ana")
                .urlEncodingEnabled(false)
                .get("/api/v2/ai/predictive/capacity?" + query)
                .then()
                .statusCode(422)
                .body("field", equalTo(field));
    }

    @Test
    void shouldAskForAToken() {
        given().contentType("application/json")
                .body("{}")
                .post("/api/ai/forecast")
                .then()
                .statusCode(401);
        given().get("/api/v2/ai/predictive/capacity").then().statusCode(401);
    }

    private static List<Map<String, Object>> points(int count, int step, IntToDoubleFunction value) {
        var points = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < count; i++) {
            points.add(point(i * step, value.applyAsDouble(i)));
        }
        return points;
    }

    private static Map<String, Object> point(int second, @Nullable Double value) {
        var point = new HashMap<String, Object>();
        point.put("at", AT.plusSeconds(second).toString());
        point.put("value", value);
        return point;
    }

    private void record(String metric, List<Map<String, Object>> points) {
        as("ana")
                .contentType("application/json")
                .body(Map.of("metric", metric, "source", "api", "points", points))
                .post("/api/ai/metrics")
                .then()
                .statusCode(202);
    }

    private Response forecast(Map<String, Object> body) {
        return as("ana").contentType("application/json").body(body).post("/api/ai/forecast");
    }

    /** Numbers are compared as doubles. */
    private RequestSpecification as(String user) {
        return given().config(RestAssured.config()
                        .jsonConfig(JsonConfig.jsonConfig().numberReturnType(NumberReturnType.DOUBLE)))
                .auth()
                .oauth2(TestTokens.of(tenant, user));
    }
}
