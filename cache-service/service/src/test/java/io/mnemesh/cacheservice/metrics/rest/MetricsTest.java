package io.mnemesh.cacheservice.metrics.rest;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.mnemesh.cacheservice.TestTenant;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class MetricsTest {

    private static final String METRICS = "/api/cache/_admin/metrics";

    private final TestTenant tenant = TestTenant.any();

    @Test
    void shouldTellOfTheTenantPerTierAndNamespace() {
        tenant.put("docs/a", "hello").statusCode(204);
        tenant.get("docs/a").statusCode(200);
        tenant.get("docs/a").statusCode(200);
        tenant.get("docs/a").statusCode(200);
        tenant.get("docs/none").statusCode(404);
        tenant.put("pictures/a", "x").statusCode(204);
        TestTenant.any().put("theirs/a", "x").statusCode(204);

        tenant.admin()
                .get(METRICS)
                .then()
                .statusCode(200)
                .body("tiers.tier", equalTo(List.of("local", "redis", "postgres")))
                .body("tiers[0].reached", equalTo(4))
                .body("tiers[0].hits", equalTo(3))
                .body("tiers[0].hitRate", equalTo(0.75f))
                .body("tiers[0].p99Micros", greaterThan(0))
                .body("tiers[1].reached", equalTo(1))
                .body("tiers[1].hits", equalTo(0))
                .body("tiers[1].p99Micros", equalTo(0))
                .body("namespaces.namespace", equalTo(List.of("docs", "pictures")))
                .body("namespaces[0].objects", equalTo(1))
                .body("namespaces[0].hitRate", equalTo(0.75f))
                .body("namespaces[0].misses", equalTo(1))
                .body("namespaces[0].puts", equalTo(1))
                .body("namespaces[0].bytesRead", equalTo(15))
                .body("namespaces[0].bytesWritten", equalTo(5))
                .body("namespaces[0].bytes", greaterThan(5))
                .body("namespaces[0].refusals", equalTo(0))
                .body("namespaces[0].evictions", equalTo(0))
                .body("namespaces[0].tiers[0].hits", equalTo(3))
                .body("namespaces[1].hitRate", equalTo(0f))
                .body("$", not(hasKey("process")));
    }

    @Test
    void shouldTellOperatorsOfTheProcess() {
        tenant.put("docs/a", "hello").statusCode(204);
        tenant.get("docs/a").statusCode(200);

        TestTenant.operator()
                .get(METRICS)
                .then()
                .statusCode(200)
                .body("process.loads", equalTo(0))
                .body("process.staleServed", equalTo(0))
                .body("process.tiers.tier", equalTo(List.of("local", "redis", "postgres")))
                .body("process.tiers[0].hits", greaterThanOrEqualTo(1))
                .body("process.tiers[0].entries", greaterThanOrEqualTo(1));
    }

    @Test
    void shouldBeForAdministratorsOnly() {
        tenant.member().get(METRICS).then().statusCode(403).contentType("application/problem+json");
        tenant.scoped("cache:admin").get(METRICS).then().statusCode(200);
        RestAssured.given().get(METRICS).then().statusCode(401);
        tenant.member().get("/api/cache/_admin/x").then().statusCode(422);
    }
}
