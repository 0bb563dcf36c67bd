package io.mnemesh.memory.current;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class CurrentContextApiTest {

    private static final String QUESTION = "Which train leaves for Oslo?";

    private final Api api = Api.ofNewTenant();

    private static void soon(ThrowingRunnable check) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(25))
                .untilAsserted(check);
    }

    private Response set(Map<String, ?> context) {
        return api.request().body(context).put("/api/memories/context/current");
    }

    private Response get(String query) {
        return api.request().get("/api/memories/context/current" + query);
    }

    private Response search(Map<String, ?> more) {
        var body = new HashMap<String, Object>(more);
        body.put("query", QUESTION);
        return api.request().body(body).post("/api/memories/search");
    }

    private static String plain(Response answer) {
        return answer.then().statusCode(200).extract().asString().replaceAll("\"tookMs\":[0-9.E-]+", "");
    }

    /** Two memories that answer alike, one of them of the task at hand; the other one is found first. */
    private UUID trains() {
        UUID other = api.store("The night train leaves for Oslo at ten");
        UUID mine = api.store("The night train leaves for Oslo at nine", Map.of("task", "book-trains"));
        soon(() -> search(Map.of()).then().body("hits.findAll { it.semanticScore != null }", hasSize(2)));
        List<String> found = search(Map.of()).path("hits.memory.id");
        assertThat(found).containsExactlyInAnyOrder(other.toString(), mine.toString());
        return mine;
    }

    @Test
    void shouldKeepWhatTheCallerIsAtPerSession() {
        set(Map.of("conversation", "c1", "task", "t1"))
                .then()
                .statusCode(200)
                .body("conversation", equalTo("c1"))
                .body("session", nullValue());
        set(Map.of("session", "s1", "dashboard", "d1")).then().statusCode(200);

        get("").then().body("session", equalTo("s1")).body("dashboard", equalTo("d1"));
        get("?session=s1").then().body("dashboard", equalTo("d1"));
        get("?session=s2").then().statusCode(404);
        set(Map.of("task", "t2")).then().statusCode(200);
        get("").then().body("task", equalTo("t2")).body("conversation", nullValue());

        api.request().delete("/api/memories/context/current?session=s1").then().statusCode(204);
        get("?session=s1").then().statusCode(404);
        get("").then().statusCode(200);
        api.request().delete("/api/memories/context/current").then().statusCode(204);
        get("").then().statusCode(404);
    }

    @Test
    void shouldForgetItWhenItExpires() {
        set(Map.of("task", "t1", "expiresIn", "PT1S")).then().statusCode(200);

        soon(() -> get("").then().statusCode(404));
    }

    @Test
    void shouldShowItToNobodyElse() {
        set(Map.of("task", "t1")).then().statusCode(200);

        api.request()
                .auth()
                .oauth2(TestTokens.of(api.tenant(), "bob"))
                .get("/api/memories/context/current")
                .then()
                .statusCode(404);
        Api.ofNewTenant().request().get("/api/memories/context/current").then().statusCode(404);
    }

    @Test
    void shouldPreferWhatIsAtHandWhereAskedAndSaySo() {
        String mine = trains().toString();
        String before = plain(search(Map.of()));

        search(Map.of("bias", Map.of("task", "book-trains")))
                .then()
                .statusCode(200)
                .body("hits[0].memory.id", equalTo(mine))
                .body("bias.task", equalTo("book-trains"))
                .body("hits[1].scoreBreakdown.bias", equalTo(0.0f));
        Map<String, Float> breakdown =
                search(Map.of("bias", Map.of("task", "book-trains"))).path("hits[0].scoreBreakdown");
        assertThat((double) breakdown.get("bias"))
                .isCloseTo(0.3 * (breakdown.get("lexical") + breakdown.get("semantic")), within(1e-5));
        search(Map.of("bias", Map.of("task", "book-trains"), "priors", Map.of("bias", 0.0)))
                .then()
                .body("hits[0].scoreBreakdown", not(hasKey("bias")));
        assertThat(plain(search(Map.of()))).isEqualTo(before);
        assertThat(before).doesNotContain("bias");
    }

    @Test
    void shouldUseTheTrackedContextWhereAsked() {
        String mine = trains().toString();
        String before = plain(search(Map.of()));
        search(Map.of("bias", Map.of("current", true))).then().statusCode(200).body("bias", equalTo(Map.of()));
        set(Map.of("task", "book-trains")).then().statusCode(200);

        search(Map.of("bias", Map.of("current", true)))
                .then()
                .body("hits[0].memory.id", equalTo(mine))
                .body("bias.task", equalTo("book-trains"));
        search(Map.of("bias", Map.of("current", true, "task", "another")))
                .then()
                .body("bias.task", equalTo("another"));
        assertThat(plain(search(Map.of()))).isEqualTo(before);
    }

    @Test
    void shouldPreferWhatTheLatestTurnsSpeakOf() {
        UUID other = api.store("The train leaves for Oslo from platform nine");
        UUID near = api.store("The sleeper train leaves for Oslo with berths");
        UUID turn = UUID.fromString(api.post(Map.of(
                        "content",
                        "I want a sleeper with berths",
                        "type",
                        "conversation_turn",
                        "context",
                        Map.of("conversation", "c9")))
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
        soon(() -> {
            api.get(turn).then().body("embedded", equalTo(true));
            Response answer = search(Map.of("bias", Map.of("conversation", "c9")));
            assertThat(bias(answer, near)).isGreaterThan(bias(answer, other));
        });
    }

    private static float bias(Response answer, UUID memory) {
        Float bias = answer.path("hits.find { it.memory.id == '" + memory + "' }.scoreBreakdown.bias");
        assertThat(bias).isNotNull();
        return bias;
    }

    @Test
    void shouldPackWhatTheCallerIsAt() {
        api.post(Map.of(
                        "content",
                        "Window or aisle?",
                        "type",
                        "conversation_turn",
                        "context",
                        Map.of("conversation", "c1")))
                .then()
                .statusCode(201);
        Map<String, ?> body = Map.of("current", true);
        api.request()
                .body(body)
                .post("/api/memories/context")
                .then()
                .statusCode(200)
                .body("text", equalTo(""));
        set(Map.of("conversation", "c1")).then().statusCode(200);

        api.request()
                .body(body)
                .post("/api/memories/context")
                .then()
                .statusCode(200)
                .body("text", equalTo("## Recent turns\nWindow or aisle?\n"));
    }

    @ParameterizedTest
    @CsvSource({"expiresIn, PT0S", "expiresIn, P2D", "expiresIn, soon", "task, ' '"})
    void shouldRefuseWhatMakesNoSense(String field, String value) {
        set(Map.of("conversation", "c1", field, value)).then().statusCode(422).body("field", equalTo(field));
        set(Map.of()).then().statusCode(422).body("field", equalTo("session"));
        api.request()
                .queryParam("session", " ")
                .get("/api/memories/context/current")
                .then()
                .statusCode(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"current\":false}", "{\"task\":\" \"}"})
    void shouldRefuseABiasTowardsNothing(String bias) {
        api.request()
                .body("{\"query\":\"x\",\"bias\":" + bias + "}")
                .post("/api/memories/search")
                .then()
                .statusCode(422);
    }
}
