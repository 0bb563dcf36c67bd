package io.mnemesh.cacheservice.objects.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.TestServers;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class CacheApiTest {

    private static final RestAssuredConfig PLAIN = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false));

    /** Every test has a tenant of its own. */
    private final String tenant = "t-" + UUID.randomUUID();

    private RequestSpecification ana() {
        return as(tenant);
    }

    private static RequestSpecification as(String tenant) {
        return given().config(PLAIN).auth().oauth2(TestTokens.of(tenant, "ana"));
    }

    private void put(String path, String body) {
        ana().contentType("text/plain")
                .body(body)
                .put("/api/cache/" + path)
                .then()
                .statusCode(204);
    }

    @Test
    void shouldReadAKeyWithASlashInBothSpellings() {
        ana().contentType("text/plain")
                .body("x")
                .urlEncodingEnabled(false)
                .put("/api/cache/slashes/a%2Fb")
                .then()
                .statusCode(204);

        ana().urlEncodingEnabled(false)
                .get("/api/cache/slashes/a%2Fb")
                .then()
                .statusCode(200)
                .body(equalTo("x"));
        ana().get("/api/cache/slashes/a/b").then().statusCode(200).body(equalTo("x"));
    }

    @Test
    void shouldGiveBackTheBytesAndTheirType() {
        byte[] body = {0, 1, 2, (byte) 0xff};
        String etag = ana().contentType("image/x-tiny")
                .body(body)
                .put("/api/cache/pictures/a/b/logo")
                .then()
                .statusCode(204)
                .extract()
                .header("ETag");

        var answer = ana().get("/api/cache/pictures/a/b/logo");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.asByteArray()).isEqualTo(body);
        assertThat(answer.contentType()).isEqualTo("image/x-tiny");
        assertThat(answer.header("ETag")).isEqualTo(etag).matches("\"[0-9a-f]{32}\"");
        assertThat(answer.header("Mnemesh-Cache-Tier")).isEqualTo("local");
        assertThat(answer.header("Cache-Control")).matches("private, max-age=86(400|39\\d)");
    }

    @Test
    void shouldKeepJsonAsItWasSent() {
        String json = "{ \"b\" : 1,\n \"a\":[ ] }";
        ana().contentType("application/json; charset=utf-8")
                .body(json)
                .put("/api/cache/docs/x")
                .then()
                .statusCode(204);

        ana().get("/api/cache/docs/x")
                .then()
                .statusCode(200)
                .contentType(equalTo("application/json; charset=utf-8"))
                .body(is(json));
    }

    @Test
    void shouldKeepAnEmptyBody() {
        ana().contentType("text/plain").put("/api/cache/docs/empty").then().statusCode(204);

        assertThat(ana().get("/api/cache/docs/empty").asByteArray()).isEmpty();
    }

    @Test
    void shouldAnswerNotModifiedWhenTheClientHasIt() {
        put("docs/x", "v");
        String etag = ana().get("/api/cache/docs/x").header("ETag");

        ana().header("If-None-Match", "\"other\", " + etag)
                .get("/api/cache/docs/x")
                .then()
                .statusCode(304);
        ana().header("If-None-Match", "\"other\"")
                .get("/api/cache/docs/x")
                .then()
                .statusCode(200);
    }

    @Test
    void shouldForgetWhenDeleted() {
        put("docs/x", "v");

        ana().delete("/api/cache/docs/x").then().statusCode(204);

        ana().get("/api/cache/docs/x")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("https://mnemesh.io/problems/not-found"));
        ana().delete("/api/cache/docs/x").then().statusCode(204);
    }

    @Test
    void shouldTakeTheTimeToLiveFromTheParameterOrTheHeader() {
        ana().queryParam("ttl", "60").body("v").put("/api/cache/docs/p").then().statusCode(204);
        ana().header("Cache-Control", "private, max-age=90")
                .body("v")
                .put("/api/cache/docs/h")
                .then()
                .statusCode(204);

        ana().get("/api/cache/docs/p").then().header("Cache-Control", matchesPattern("private, max-age=(60|5\\d)"));
        ana().get("/api/cache/docs/h").then().header("Cache-Control", matchesPattern("private, max-age=(90|8\\d)"));
    }

    @Test
    void shouldForgetWhenTheTimeIsOver() {
        ana().queryParam("ttl", "1").body("v").put("/api/cache/docs/x").then().statusCode(204);

        org.awaitility.Awaitility.await()
                .pollInterval(java.time.Duration.ofMillis(50))
                .until(() -> ana().get("/api/cache/docs/x").statusCode() == 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "soon", "2592001", "99999999999999999999"})
    void shouldRefuseABadTtl(String ttl) {
        ana().queryParam("ttl", ttl)
                .body("v")
                .put("/api/cache/docs/x")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("field", equalTo("ttl"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPPER", "-dash", "sp ace", "ünder"})
    void shouldRefuseABadNamespace(String namespace) {
        ana().body("v")
                .put("/api/cache/{namespace}/{key}", namespace, "x")
                .then()
                .statusCode(422)
                .body("field", equalTo("namespace"));
        ana().get("/api/cache/{namespace}/{key}", "n".repeat(65), "x").then().statusCode(422);
    }

    @Test
    void shouldRefuseAKeyBeyondItsLimit() {
        ana().body("v").put("/api/cache/docs/" + "k".repeat(1024)).then().statusCode(204);
        ana().body("v")
                .put("/api/cache/docs/" + "k".repeat(1025))
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("limit", equalTo(1024));
    }

    @ParameterizedTest
    @CsvSource({"1048576, 204", "1048577, 413", "3000000, 413"})
    void shouldRefuseAnObjectBeyondItsLimit(int bytes, int status) {
        ana().contentType("application/octet-stream")
                .body(new byte[bytes])
                .put("/api/cache/docs/big")
                .then()
                .statusCode(status);
    }

    @Test
    void shouldShowNothingToAnotherTenant() {
        put("docs/x", "v");

        as("u-" + UUID.randomUUID()).get("/api/cache/docs/x").then().statusCode(404);
        as("u-" + UUID.randomUUID()).delete("/api/cache/docs/x").then().statusCode(204);

        ana().get("/api/cache/docs/x").then().statusCode(200);
    }

    @Test
    void shouldRefuseWhoHasNoGoodToken() {
        given().get("/api/cache/docs/x").then().statusCode(401).contentType("application/problem+json");
        given().body("v").put("/api/cache/docs/x").then().statusCode(401);
        given().delete("/api/cache/docs/x").then().statusCode(401);
        given().get("/api/cache/stats").then().statusCode(401);
        given().auth()
                .oauth2(TestTokens.expired(tenant, "ana"))
                .get("/api/cache/stats")
                .then()
                .statusCode(401);
    }

    @Test
    void shouldCountPerTierAndNamespaceOfTheTenantOnly() {
        put("docs/x", "v");
        put("docs/y", "v");
        put("pictures/x", "v");
        ana().get("/api/cache/docs/x").then().statusCode(200);
        ana().get("/api/cache/docs/none").then().statusCode(404);
        ana().delete("/api/cache/docs/y").then().statusCode(204);

        ana().get("/api/cache/stats")
                .then()
                .statusCode(200)
                .body("tiers.find { it.tier == 'local' }.hits", equalTo(1))
                .body("misses", equalTo(1))
                .body("namespaces.namespace", equalTo(java.util.List.of("docs", "pictures")))
                .body("namespaces[0].objects", equalTo(1))
                .body("namespaces[0].puts", equalTo(2))
                .body("namespaces[0].removals", equalTo(1))
                .body("namespaces[0].misses", equalTo(1))
                .body("namespaces[0].hits.local", equalTo(1))
                .body("namespaces[1].objects", equalTo(1));
        as("u-" + UUID.randomUUID())
                .get("/api/cache/stats")
                .then()
                .statusCode(200)
                .body("namespaces", equalTo(java.util.List.of()));
    }

    @Test
    void shouldKeepObjectsInPostgresUnderTheTenantsRowsOnly() throws Exception {
        put("docs/x", "v");

        try (var connection = TestServers.postgres().connect("mnemesh_cache");
                var statement = connection.createStatement()) {
            statement.execute("select set_config('mnemesh.tenant', 'somebody-else', false)");
            try (var rows = statement.executeQuery("select count(*) from cache_entry where key = 'docs/x'")) {
                rows.next();
                assertThat(rows.getInt(1)).isZero();
            }
            statement.execute("select set_config('mnemesh.tenant', '" + tenant + "', false)");
            try (var rows = statement.executeQuery("select tenant from cache_entry where key = 'docs/x'")) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo(tenant);
            }
        }
    }

    @Test
    void shouldServeWhatItHasWhenRedisIsAway() {
        put("docs/x", "v");
        var redis = TestServers.redis();
        redis.stop();
        try {
            ana().get("/api/cache/docs/x").then().statusCode(200).body(is("v"));
            put("docs/y", "w");
            ana().get("/api/cache/docs/y").then().statusCode(200).body(is("w"));
        } finally {
            redis.restart();
        }
        ana().get("/api/cache/docs/y").then().statusCode(200).body(is("w"));
    }
}
