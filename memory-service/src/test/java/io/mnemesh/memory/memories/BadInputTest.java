package io.mnemesh.memory.memories;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class BadInputTest {

    private final Api api = Api.ofNewTenant();

    static Stream<Arguments> memories() {
        String many = "[" + String.join(",", Collections.nCopies(65, "\"a\"")) + "]";
        return Stream.of(
                Arguments.of("content", "{\"type\":\"fact\"}"),
                Arguments.of("content", "{\"type\":\"fact\",\"content\":null}"),
                Arguments.of("content", "{\"type\":\"fact\",\"content\":\"\"}"),
                Arguments.of("content", "{\"type\":\"fact\",\"content\":\" \\n\\t\\u2003\"}"),
                Arguments.of("content", "{\"type\":\"fact\",\"content\":\"" + "x".repeat(65537) + "\"}"),
                Arguments.of("content", "{\"type\":\"fact\",\"content\":\"" + "é".repeat(32769) + "\"}"),
                Arguments.of("content", "{\"type\":\"fact\",\"content\":\"a\\u0000b\"}"),
                Arguments.of("content", "{\"type\":\"fact\",\"content\":\"a\\ud800b\"}"),
                Arguments.of("type", "{\"content\":\"x\"}"),
                Arguments.of("type", "{\"content\":\"x\",\"type\":\"nonsense\"}"),
                Arguments.of("type", "{\"content\":\"x\",\"type\":\"x-\"}"),
                Arguments.of("type", "{\"content\":\"x\",\"type\":\"FACT\"}"),
                Arguments.of("importance", fact("\"importance\":1.01")),
                Arguments.of("importance", fact("\"importance\":-0.1")),
                Arguments.of("occurredAt", fact("\"occurredAt\":\"yesterday\"")),
                Arguments.of("occurredAt", fact("\"occurredAt\":\"2026-13-01T00:00:00Z\"")),
                Arguments.of("occurredAt", fact("\"occurredAt\":\"+1000000-01-01T00:00:00Z\"")),
                Arguments.of("context.user", fact("\"context\":{\"user\":\"\"}")),
                Arguments.of("context.user", fact("\"context\":{\"user\":\"a\\nb\"}")),
                Arguments.of("context.task", fact("\"context\":{\"task\":\"" + "t".repeat(257) + "\"}")),
                Arguments.of("context.tags", fact("\"context\":{\"tags\":" + many + "}")),
                Arguments.of("context.tags[1]", fact("\"context\":{\"tags\":[\"a\",null]}")),
                Arguments.of("context.tags[0]", fact("\"context\":{\"tags\":[\"" + "t".repeat(129) + "\"]}")),
                Arguments.of("context.attributes key", fact("\"context\":{\"attributes\":{\"\":\"v\"}}")),
                Arguments.of("context.attributes.k", fact("\"context\":{\"attributes\":{\"k\":null}}")),
                Arguments.of(
                        "context.attributes.k",
                        fact("\"context\":{\"attributes\":{\"k\":\"" + "v".repeat(1025) + "\"}}")),
                Arguments.of("details.k", fact("\"details\":{\"k\":\"a\\u0000\"}")),
                Arguments.of("details.k", fact("\"details\":{\"k\":\"" + "v".repeat(16385) + "\"}")),
                Arguments.of(
                        "details",
                        fact("\"details\":{"
                                + Stream.of("a", "b", "c", "d", "e")
                                        .map(key -> "\"" + key + "\":\"" + "v".repeat(16000) + "\"")
                                        .collect(java.util.stream.Collectors.joining(","))
                                + "}")),
                Arguments.of("content", "null"));
    }

    private static String fact(String more) {
        return "{\"content\":\"x\",\"type\":\"fact\"," + more + "}";
    }

    @ParameterizedTest
    @MethodSource("memories")
    void shouldNameTheFieldThatIsNotAcceptable(String field, String body) {
        api.post(body)
                .then()
                .statusCode(422)
                .contentType(containsString("application/problem+json"))
                .body("type", containsString("invalid-value"))
                .body("field", equalTo(field))
                .body("detail", not(containsString("io.mnemesh")));
        api.request().get("/api/memories").then().body("items", empty());
    }

    static Stream<String> malformed() {
        return Stream.of(
                "{\"content\":\"x\"",
                "[]",
                "\"text\"",
                fact("\"unknown\":1"),
                fact("\"context\":{\"tenant\":\"other\"}"),
                fact("\"importance\":\"high\""),
                fact("\"context\":\"ana\""),
                fact("\"details\":{\"k\":{\"nested\":true}}"),
                "{\"content\":{\"a\":1},\"type\":\"fact\"}");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void shouldRefuseWhatCannotBeRead(String body) {
        api.post(body)
                .then()
                .statusCode(400)
                .contentType(containsString("application/problem+json"))
                .body("type", containsString("malformed-request"));
    }

    @Test
    void shouldNameTheUnknownMember() {
        api.post(fact("\"colour\":1")).then().statusCode(400).body("detail", containsString("colour"));
    }

    @Test
    void shouldRefuseABodyThatIsTooLargeOrNoJson() {
        api.post("{\"content\":\"" + "x".repeat(1_100_000) + "\"}").then().statusCode(413);
        api.request()
                .contentType(ContentType.TEXT)
                .body("x")
                .post("/api/memories")
                .then()
                .statusCode(415);
    }

    static Stream<Arguments> lists() {
        return Stream.of(
                Arguments.of("limit", "limit=0"),
                Arguments.of("limit", "limit=201"),
                Arguments.of("limit", "limit=99999999999"),
                Arguments.of("limit", "limit=many"),
                Arguments.of("cursor", "cursor=abc"),
                Arguments.of("cursor", "cursor=%00"),
                Arguments.of("cursor", "cursor=" + "A".repeat(1000)),
                Arguments.of("type", "type=nonsense"),
                Arguments.of("user", "user=%00"),
                Arguments.of("user", "user=%20"),
                Arguments.of("from", "from=today"),
                Arguments.of("to", "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void shouldNameTheParameterThatIsNotAcceptable(String field, String query) {
        api.request()
                .urlEncodingEnabled(false)
                .get("/api/memories?" + query)
                .then()
                .statusCode(422)
                .body("field", equalTo(field));
    }

    @Test
    void shouldRefuseTheCursorOfAnotherList() {
        api.store("one");
        api.store("two");
        String cursor =
                api.request().get("/api/memories?limit=1").then().extract().path("nextCursor");

        api.request()
                .get("/api/memories?user=ana&cursor=" + cursor)
                .then()
                .statusCode(422)
                .body("field", equalTo("cursor"));
    }

    static Stream<Arguments> searches() {
        return Stream.of(
                Arguments.of("query", "{}"),
                Arguments.of("query", "null"),
                Arguments.of("query", "{\"query\":\"  \"}"),
                Arguments.of("query", "{\"query\":\"a\\u0000\"}"),
                Arguments.of("query", "{\"query\":\"" + "x".repeat(8193) + "\"}"),
                Arguments.of("limit", "{\"query\":\"x\",\"limit\":0}"),
                Arguments.of("limit", "{\"query\":\"x\",\"limit\":101}"),
                Arguments.of("filter.type", "{\"query\":\"x\",\"filter\":{\"type\":[\"nonsense\"]}}"),
                Arguments.of("filter.tags[0]", "{\"query\":\"x\",\"filter\":{\"tags\":[\"\"]}}"),
                Arguments.of("filter.user", "{\"query\":\"x\",\"filter\":{\"user\":\"\"}}"),
                Arguments.of("filter.from", "{\"query\":\"x\",\"filter\":{\"from\":\"now\"}}"),
                Arguments.of("filter.attributes.k", "{\"query\":\"x\",\"filter\":{\"attributes\":{\"k\":null}}}"));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void shouldNameTheMemberOfASearchThatIsNotAcceptable(String field, String body) {
        api.request()
                .body(body)
                .post("/api/memories/search")
                .then()
                .statusCode(422)
                .body("field", equalTo(field));
    }

    @Test
    void shouldNotFindWhatIsNoIdOrNoPath() {
        api.request().get("/api/memories/not-an-id").then().statusCode(404).contentType(containsString("problem+json"));
        api.request().delete("/api/memories/1").then().statusCode(404);
        api.request().get("/api/nothing/here").then().statusCode(404);
        api.request().put("/api/memories").then().statusCode(405);
    }
}
