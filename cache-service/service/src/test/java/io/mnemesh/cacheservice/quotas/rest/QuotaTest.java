package io.mnemesh.cacheservice.quotas.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.cache.core.TieredCacheFactory;
import io.mnemesh.cacheservice.TestTenant;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class QuotaTest {

    private static final String QUOTAS = "/api/cache/_admin/quotas";

    private final TestTenant tenant = TestTenant.any();

    @Inject
    TieredCacheFactory caches;

    private static void set(RequestSpecification caller, String path, Map<String, ?> quota) {
        caller.contentType("application/json")
                .body(quota)
                .put(QUOTAS + path)
                .then()
                .statusCode(200);
    }

    private void limit(String namespace, Map<String, ?> quota) {
        set(tenant.admin(), "/namespaces/" + namespace, quota);
    }

    @Test
    void shouldRefuseWhatIsBeyondTheEntriesOfANamespace() {
        limit("docs", Map.of("maxEntries", 2));
        tenant.put("docs/a", "v").statusCode(204);
        tenant.put("docs/b", "v").statusCode(204);

        tenant.put("docs/c", "v")
                .statusCode(429)
                .contentType("application/problem+json")
                .body("type", equalTo("https://mnemesh.io/problems/quota-exceeded"))
                .body("scope", equalTo("namespace"))
                .body("dimension", equalTo("entries"))
                .body("limit", equalTo(2))
                .body("used", equalTo(3));

        tenant.get("docs/c").statusCode(404);
        tenant.put("docs/a", "another").statusCode(204);
        tenant.put("pictures/c", "v").statusCode(204);
        tenant.member().delete("/api/cache/docs/b").then().statusCode(204);
        tenant.put("docs/c", "v").statusCode(204);
        tenant.admin()
                .get(QUOTAS)
                .then()
                .statusCode(200)
                .body("namespaces.namespace", equalTo(List.of("docs", "pictures")))
                .body("namespaces[0].quota.maxEntries", equalTo(2))
                .body("namespaces[0].quota", not(hasKey("maxBytes")))
                .body("namespaces[0].usage.entries", equalTo(2))
                .body("namespaces[1].quota", nullValue())
                .body("usage.entries", equalTo(3));
    }

    @Test
    void shouldKeepTheOldObjectWhenTheNewOneIsBeyondTheBytes() {
        limit("docs", Map.of("maxBytes", 1_000));
        tenant.put("docs/a", "small").statusCode(204);

        tenant.put("docs/a", "x".repeat(1_000))
                .statusCode(429)
                .body("dimension", equalTo("bytes"))
                .body("limit", equalTo(1_000));

        tenant.get("docs/a").statusCode(200).body(equalTo("small"));
    }

    @Test
    void shouldSayHowLongToWaitOnlyIfWaitingHelps() {
        limit("docs", Map.of("maxEntries", 1, "maxBytes", 2_000));
        tenant.member()
                .queryParam("ttl", 600)
                .body("v")
                .put("/api/cache/docs/a")
                .then()
                .statusCode(204);

        String wait = tenant.put("docs/b", "v").statusCode(429).extract().header("Retry-After");
        String never = tenant.put("docs/b", "x".repeat(3_000))
                .statusCode(429)
                .extract()
                .header("Retry-After");
        limit("docs", Map.of("maxBytes", 2_000));
        String neverBytes = tenant.put("docs/b", "x".repeat(3_000))
                .statusCode(429)
                .extract()
                .header("Retry-After");

        assertThat(Integer.parseInt(wait)).isBetween(590, 600);
        assertThat(Integer.parseInt(never)).isBetween(590, 600);
        assertThat(neverBytes).isNull();
    }

    @Test
    void shouldMakeRoomOfWhatHasEndedOrWasInvalidated() {
        limit("docs", Map.of("maxEntries", 2));
        tenant.put("docs/a", "v", "red").statusCode(204);
        tenant.member()
                .queryParam("ttl", 1)
                .body("v")
                .put("/api/cache/docs/b")
                .then()
                .statusCode(204);
        tenant.put("docs/c", "v").statusCode(429);

        tenant.post("docs/invalidate-tags", Map.of("tags", List.of("red"))).statusCode(204);
        tenant.put("docs/c", "v").statusCode(204);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(50))
                .until(() -> tenant.put("docs/d", "v").extract().statusCode() == 204);

        tenant.put("docs/e", "v").statusCode(429);
    }

    @Test
    void shouldLetNoMoreInWhenManyComeAtOnce() throws Exception {
        limit("docs", Map.of("maxEntries", 10));
        var puts = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 40; i++) {
            String path = "docs/" + i;
            puts.add(() -> tenant.put(path, "v").extract().statusCode());
        }

        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newFixedThreadPool(16)) {
            for (Future<Integer> status : threads.invokeAll(puts)) {
                statuses.add(status.get());
            }
        }

        assertThat(statuses).containsOnly(204, 429);
        assertThat(statuses.stream().filter(status -> status == 204)).hasSize(10);
        tenant.admin().get(QUOTAS).then().body("usage.entries", equalTo(10));
    }

    @Test
    void shouldConfineTheTenantOverItsNamespaces() {
        set(TestTenant.operator(), "/tenants/" + tenant.name(), Map.of("maxEntries", 1));
        tenant.put("docs/a", "v").statusCode(204);

        tenant.put("pictures/a", "v").statusCode(429).body("scope", equalTo("tenant"));

        TestTenant.operator()
                .get(QUOTAS + "/tenants/" + tenant.name())
                .then()
                .statusCode(200)
                .body("quota.maxEntries", equalTo(1))
                .body("usage.entries", equalTo(1));
        TestTenant.operator()
                .delete(QUOTAS + "/tenants/" + tenant.name())
                .then()
                .statusCode(204);
        TestTenant.operator()
                .delete(QUOTAS + "/tenants/" + tenant.name())
                .then()
                .statusCode(404);
        tenant.put("pictures/a", "v").statusCode(204);
    }

    @Test
    void shouldConfineTenantsWithoutAQuotaOfTheirOwn() {
        var own = TestTenant.any();
        set(TestTenant.operator(), "/tenants/" + own.name(), Map.of("maxEntries", 5));
        set(TestTenant.operator(), "/default", Map.of("maxEntries", 0));
        try {
            tenant.put("docs/a", "v").statusCode(429).body("limit", equalTo(0));
            own.put("docs/a", "v").statusCode(204);
            tenant.admin().get(QUOTAS).then().body("quota.maxEntries", equalTo(0));
        } finally {
            TestTenant.operator().delete(QUOTAS + "/default").then().statusCode(204);
        }
        tenant.put("docs/a", "v").statusCode(204);
    }

    @Test
    void shouldLiftTheQuotaOfANamespace() {
        limit("docs", Map.of("maxEntries", 0));
        tenant.put("docs/a", "v").statusCode(429);

        tenant.admin().delete(QUOTAS + "/namespaces/docs").then().statusCode(204);

        tenant.put("docs/a", "v").statusCode(204);
        tenant.admin().delete(QUOTAS + "/namespaces/docs").then().statusCode(404);
    }

    @Test
    void shouldCountWhatOthersChangeInTheTable() throws SQLException {
        tenant.put("docs/a", "v").statusCode(204);
        tenant.put("docs/b", "v").statusCode(204);

        try (var connection = TestServers.postgres().connect("mnemesh_cache");
                var statement = connection.createStatement()) {
            statement.execute("select set_config('mnemesh.tenant', '" + tenant.name() + "', false)");
            statement.execute("delete from cache_entry where key = 'docs/a'");
        }

        tenant.admin().get(QUOTAS).then().body("usage.entries", equalTo(1));
    }

    @Test
    void shouldNotCountWhatWasPurged() {
        tenant.member()
                .queryParam("ttl", 1)
                .body("v")
                .put("/api/cache/docs/a")
                .then()
                .statusCode(204);
        tenant.member()
                .queryParam("ttl", 1)
                .body("v")
                .put("/api/cache/more/a")
                .then()
                .statusCode(204);
        tenant.put("docs/b", "v").statusCode(204);

        Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> {
            caches.purge().await().atMost(Duration.ofSeconds(10));
            return tenant.admin().get(QUOTAS).path("usage.entries").equals(1);
        });

        tenant.admin().get(QUOTAS).then().body("namespaces.namespace", equalTo(List.of("docs")));
    }

    @Test
    void shouldKeepQuotasOfTenantsApart() throws SQLException {
        limit("docs", Map.of("maxEntries", 0));
        var other = TestTenant.any();

        other.put("docs/a", "v").statusCode(204);
        other.admin()
                .get(QUOTAS)
                .then()
                .body("namespaces.namespace", equalTo(List.of("docs")))
                .body("namespaces[0].quota", nullValue());
        try (var connection = TestServers.postgres().connect("mnemesh_cache");
                var statement = connection.createStatement()) {
            statement.execute("select set_config('mnemesh.tenant', '" + other.name() + "', false)");
            try (var rows = statement.executeQuery(
                    "select (select count(*) from object_quota) + (select count(*) from object_usage where tenant <> '"
                            + other.name() + "')")) {
                rows.next();
                assertThat(rows.getInt(1)).isZero();
            }
        }
    }

    @Test
    void shouldBeForAdministratorsOnly() {
        for (var caller : List.of(tenant.member(), tenant.scoped("cache:write"))) {
            caller.get(QUOTAS)
                    .then()
                    .statusCode(403)
                    .contentType("application/problem+json")
                    .body("type", equalTo("https://mnemesh.io/problems/forbidden"));
        }
        tenant.member()
                .contentType("application/json")
                .body(Map.of())
                .put(QUOTAS + "/namespaces/docs")
                .then()
                .statusCode(403);
        tenant.member().delete(QUOTAS + "/namespaces/docs").then().statusCode(403);
        tenant.scoped("cache:admin").get(QUOTAS).then().statusCode(200);
        for (String path : List.of("/tenants/" + tenant.name(), "/default")) {
            tenant.admin()
                    .contentType("application/json")
                    .body(Map.of())
                    .put(QUOTAS + path)
                    .then()
                    .statusCode(403);
            tenant.admin().delete(QUOTAS + path).then().statusCode(403);
        }
        tenant.admin().get(QUOTAS + "/tenants/" + tenant.name()).then().statusCode(403);
        RestAssured.given().get(QUOTAS).then().statusCode(401);
    }

    @Test
    void shouldRefuseBadQuotas() {
        var negative = Map.of("maxEntries", -1);
        tenant.admin()
                .contentType("application/json")
                .body(negative)
                .put(QUOTAS + "/namespaces/docs")
                .then()
                .statusCode(400);
        tenant.admin()
                .contentType("application/json")
                .put(QUOTAS + "/namespaces/docs")
                .then()
                .statusCode(422);
        tenant.admin()
                .contentType("application/json")
                .body(Map.of("maxEntries", 1))
                .put(QUOTAS + "/namespaces/BAD")
                .then()
                .statusCode(422)
                .body("field", equalTo("namespace"));
        TestTenant.operator()
                .contentType("application/json")
                .body(Map.of("maxEntries", 1))
                .put(QUOTAS + "/tenants/BAD")
                .then()
                .statusCode(422)
                .body("field", equalTo("tenant"));
    }
}
