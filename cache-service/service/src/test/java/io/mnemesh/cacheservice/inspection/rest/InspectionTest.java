package io.mnemesh.cacheservice.inspection.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.mnemesh.cacheservice.TestTenant;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class InspectionTest {

    private final TestTenant tenant = TestTenant.any();

    private List<String> scan(String prefix, int limit) {
        var keys = new ArrayList<String>();
        var request = new HashMap<String, Object>(Map.of("prefix", prefix, "limit", limit));
        do {
            var page = tenant.post("docs/scan", request).statusCode(200).extract();
            List<String> part = page.path("objects.key");
            assertThat(part).hasSizeBetween(1, limit);
            keys.addAll(part);
            request.put("cursor", page.path("nextCursor"));
        } while (request.get("cursor") != null);
        return keys;
    }

    @Test
    void shouldListEachKeyOnceInOrderPageByPage() {
        for (String key : List.of("b", "a", "a/2", "a/1", "ü", "a\uFFFF", "a\uD83D\uDE00", "A")) {
            tenant.member()
                    .body("v")
                    .put("/api/cache/{namespace}/{key}", "docs", key)
                    .then()
                    .statusCode(204);
        }
        tenant.put("docs.more/a", "v").statusCode(204);
        tenant.put("doc/a", "v").statusCode(204);
        TestTenant.any().put("docs/a-of-another", "v").statusCode(204);

        assertThat(scan("", 3)).containsExactly("A", "a", "a/1", "a/2", "a\uFFFF", "a\uD83D\uDE00", "b", "ü");
        assertThat(scan("a", 2)).containsExactly("a", "a/1", "a/2", "a\uFFFF", "a\uD83D\uDE00");
        assertThat(scan("a/", 1)).containsExactly("a/1", "a/2");
    }

    @Test
    void shouldSayWhatIsKnownOfEach() {
        tenant.put("docs/a", "hello", "red", "round").statusCode(204);

        tenant.post("docs/scan", Map.of())
                .statusCode(200)
                .body("objects.size()", equalTo(1))
                .body("objects[0].key", equalTo("a"))
                .body("objects[0].tags", equalTo(List.of("red", "round")))
                .body("objects[0].storedBytes", greaterThan(5))
                .body("$", not(hasKey("nextCursor")));
    }

    @Test
    void shouldNotListWhatWasRemovedOrInvalidated() {
        tenant.put("docs/a", "v", "red").statusCode(204);
        tenant.put("docs/b", "v").statusCode(204);
        tenant.member().delete("/api/cache/docs/b").then().statusCode(204);
        tenant.post("docs/invalidate-tags", Map.of("tags", List.of("red"))).statusCode(204);

        tenant.post("docs/scan", Map.of()).statusCode(200).body("objects", equalTo(List.of()));
        tenant.post("docs/inspect", Map.of("key", "a")).statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "", "Zm9v", "ZG9jcy9iL3g", "gICA"})
    void shouldRefuseACursorThatIsNotItsOwn(String cursor) {
        tenant.post("docs/scan", Map.of("prefix", "a", "cursor", cursor))
                .statusCode(422)
                .contentType("application/problem+json")
                .body("field", equalTo("cursor"));
    }

    @Test
    void shouldRefuseBadScans() {
        for (int limit : new int[] {0, -1, 1001}) {
            tenant.post("docs/scan", Map.of("limit", limit)).statusCode(422).body("field", equalTo("limit"));
        }
        tenant.post("docs/scan", Map.of("prefix", "p".repeat(1025)))
                .statusCode(422)
                .body("field", equalTo("prefix"));
        tenant.post("docs/scan", Map.of("prefix", "a\0")).statusCode(422).body("field", equalTo("prefix"));
        tenant.post("BAD/scan", Map.of()).statusCode(422).body("field", equalTo("namespace"));
        RestAssured.given().post("/api/cache/docs/scan").then().statusCode(401);
    }

    @Test
    void shouldKeepTheValueBackFromWhoMayNotAdminister() {
        tenant.put("docs/a", "hello", "red").statusCode(204);

        for (RequestSpecification caller : List.of(tenant.member(), tenant.scoped("cache:read"))) {
            caller.contentType("application/json")
                    .body(Map.of("key", "a"))
                    .post("/api/cache/docs/inspect")
                    .then()
                    .statusCode(200)
                    .body("key", equalTo("a"))
                    .body("contentType", equalTo("text/plain"))
                    .body("bytes", equalTo(5))
                    .body("storedBytes", greaterThan(5))
                    .body("tier", equalTo("local"))
                    .body("tags", equalTo(List.of("red")))
                    .body("redacted", equalTo(true))
                    .body("$", not(hasKey("value")));
        }
        for (RequestSpecification caller : List.of(tenant.admin(), tenant.scoped("other cache:admin"))) {
            caller.contentType("application/json")
                    .body(Map.of("key", "a"))
                    .post("/api/cache/docs/inspect")
                    .then()
                    .statusCode(200)
                    .body("redacted", equalTo(false))
                    .body("value", equalTo("aGVsbG8="));
        }
    }

    @Test
    void shouldNotFindAnotherTenantsObject() {
        tenant.put("docs/a", "hello").statusCode(204);
        var other = TestTenant.any();

        other.admin()
                .contentType("application/json")
                .body(Map.of("key", "a"))
                .post("/api/cache/docs/inspect")
                .then()
                .statusCode(404)
                .body("type", equalTo("https://mnemesh.io/problems/not-found"));
        other.post("docs/scan", Map.of()).statusCode(200).body("objects", equalTo(List.of()));
    }

    @Test
    void shouldRefuseBadInspections() {
        tenant.post("docs/inspect", Map.of()).statusCode(422).body("field", equalTo("key"));
        tenant.post("docs/inspect", Map.of("key", "")).statusCode(422).body("field", equalTo("key"));
        tenant.post("docs/inspect", Map.of("key", "a\0")).statusCode(422).body("field", equalTo("key"));
        tenant.post("docs/inspect", Map.of("key", "k".repeat(1025)))
                .statusCode(413)
                .body("limit", equalTo(1024));
    }
}
