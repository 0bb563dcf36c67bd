package io.mnemesh.cacheservice.objects.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class GetManyTest {

    private static final RestAssuredConfig PLAIN = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false));

    /** Every test has a tenant of its own. */
    private final String tenant = "t-" + UUID.randomUUID();

    private RequestSpecification ana() {
        return given().config(PLAIN).auth().oauth2(TestTokens.of(tenant, "ana"));
    }

    private void put(String key, byte[] body) {
        ana().contentType("application/octet-stream")
                .body(body)
                .put("/api/cache/many/" + key)
                .then()
                .statusCode(204);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private ValidatableResponse getMany(List<String> keys) {
        return ana().contentType("application/json")
                .body(Map.of("keys", keys))
                .post("/api/cache/many/get-many")
                .then();
    }

    @Test
    void shouldAnswerForEachKeyInTheOrderAsked() {
        put("a/b", utf8("hello"));
        put("c", utf8("world"));
        String etag = ana().get("/api/cache/many/c").header("ETag");

        getMany(List.of("none", "c", "a/b", "c"))
                .statusCode(200)
                .contentType("application/json")
                .body("objects.key", equalTo(List.of("none", "c", "a/b")))
                .body("objects.outcome", equalTo(List.of("missing", "found", "found")))
                .body("objects[0].keySet()", hasSize(2))
                .body("objects[1].body", equalTo(Base64.getEncoder().encodeToString(utf8("world"))))
                .body("objects[1].contentType", equalTo("application/octet-stream"))
                .body("objects[1].etag", equalTo(etag.replace("\"", "")))
                .body("objects[1].tier", equalTo("local"))
                .body("objects[1].maxAge", lessThanOrEqualTo(86400))
                .body("objects[2].body", equalTo(Base64.getEncoder().encodeToString(utf8("hello"))));
    }

    @Test
    void shouldAnswerAThousandKeysAndRefuseMore() {
        for (int i = 0; i < 100; i++) {
            put("k" + i * 10, utf8("v" + i * 10));
        }
        var keys = IntStream.range(0, 1000).mapToObj(i -> "k" + i).toList();

        List<String> outcomes = getMany(keys).statusCode(200).extract().path("objects.outcome");

        assertThat(outcomes).hasSize(1000);
        assertThat(outcomes.stream().filter("found"::equals)).hasSize(100);
        assertThat(outcomes.get(10)).isEqualTo("found");
        assertThat(outcomes.get(11)).isEqualTo("missing");
        getMany(IntStream.range(0, 1001).mapToObj(i -> "k" + i).toList())
                .statusCode(413)
                .contentType("application/problem+json")
                .body("limit", equalTo(1000));
    }

    @Tag("slow")
    @Test
    void shouldLeaveOutWhatDoesNotFitIntoTheAnswer() {
        var keys = IntStream.range(0, 18).mapToObj(i -> "big" + i).toList();
        keys.forEach(key -> put(key, new byte[1 << 20]));

        List<String> outcomes = getMany(keys).statusCode(200).extract().path("objects.outcome");

        assertThat(outcomes.subList(0, 16)).containsOnly("found");
        assertThat(outcomes.subList(16, 18)).containsOnly("left-out");
        getMany(keys.subList(16, 18)).statusCode(200).body("objects.outcome", equalTo(List.of("found", "found")));
    }

    @Test
    void shouldShowNothingToAnotherTenantOrNamespace() {
        put("x", utf8("v"));

        given().auth()
                .oauth2(TestTokens.of("u-" + UUID.randomUUID(), "ana"))
                .contentType("application/json")
                .body(Map.of("keys", List.of("x")))
                .post("/api/cache/many/get-many")
                .then()
                .statusCode(200)
                .body("objects[0].outcome", equalTo("missing"));
        ana().contentType("application/json")
                .body(Map.of("keys", List.of("x")))
                .post("/api/cache/other/get-many")
                .then()
                .statusCode(200)
                .body("objects[0].outcome", equalTo("missing"));
    }

    @Test
    void shouldRefuseWhatIsNoListOfKeys() {
        getMany(List.of()).statusCode(422).body("field", equalTo("keys"));
        getMany(List.of("a", "")).statusCode(422).body("field", equalTo("key"));
        getMany(List.of("k".repeat(1025))).statusCode(413).body("limit", equalTo(1024));
        post("many", "{}").statusCode(422).body("field", equalTo("keys"));
        post("many", "{\"keys\":[null]}").statusCode(422).body("field", equalTo("keys"));
        post("UPPER", "{\"keys\":[\"a\"]}").statusCode(422).body("field", equalTo("namespace"));
        post("many", "{\"keys\":").statusCode(400).contentType("application/problem+json");
        given().contentType("application/json")
                .body("{\"keys\":[\"a\"]}")
                .post("/api/cache/many/get-many")
                .then()
                .statusCode(401);
    }

    private ValidatableResponse post(String namespace, String body) {
        return ana().contentType("application/json")
                .body(body)
                .post("/api/cache/{namespace}/get-many", namespace)
                .then();
    }

    @Test
    void shouldLeaveTheKeyOfThatNameToTheOtherMethods() {
        put("get-many", utf8("v"));

        assertThat(ana().get("/api/cache/many/get-many").asByteArray()).isEqualTo(utf8("v"));
        ana().delete("/api/cache/many/get-many").then().statusCode(204);
        ana().get("/api/cache/many/get-many").then().statusCode(404);
    }

    @Test
    void shouldCountEachKeyAsARead() {
        put("x", utf8("v"));

        getMany(List.of("x", "none")).statusCode(200);

        ana().get("/api/cache/stats")
                .then()
                .body("namespaces[0].hits.local", equalTo(1))
                .body("namespaces[0].misses", equalTo(1));
    }
}
