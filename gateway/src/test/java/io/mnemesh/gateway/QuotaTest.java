package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
class QuotaTest {

    private static final String MEMORIES = "/api/memories";

    private final String tenant = "q-" + UUID.randomUUID().toString().substring(0, 8);
    private final String plan = "p-" + tenant;

    @Test
    void shouldGrantTheBurstThenTheRateAndReportBoth() {
        // Given
        Admin member = onPlan(Map.of("unitsPerSecond", 2, "burst", 20));

        // When
        int passed = 0;
        ValidatableResponse refusal = null;
        for (int i = 0; i < 30; i++) {
            ValidatableResponse answer = member.get(MEMORIES);
            if (answer.extract().statusCode() == 200) {
                passed++;
            } else {
                refusal = answer;
            }
        }

        // Then
        // A request costs two units: ten from the burst, and one for each second that the loop took.
        assertThat(passed).isBetween(10, 20);
        assertThat(refusal).isNotNull();
        String retryAfter = refusal.statusCode(429)
                .contentType("application/problem+json")
                .body("type", equalTo("https://mnemesh.io/problems/quota-exceeded"))
                .body("plan", equalTo(plan))
                .body("unitsPerSecond", equalTo(2))
                .extract()
                .header("Retry-After");
        assertThat(Integer.parseInt(retryAfter)).isEqualTo(1);
        int all = passed;
        await().atMost(Duration.ofSeconds(12))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> member.get("/api/usage")
                        .statusCode(200)
                        .body("plan.name", equalTo(plan))
                        .body("items.service", equalTo(List.of("memory")))
                        .body("items[0].requests", greaterThanOrEqualTo(all)));
        JsonPath usage = member.get("/api/usage").extract().jsonPath();
        assertThat(usage.getLong("items[0].units")).isEqualTo(2 * usage.getLong("items[0].requests"));
        assertThat(usage.getString("items[0].tenant")).isEqualTo(tenant);
        new Admin(Tokens.admin()).get(MEMORIES).statusCode(200);
    }

    @Test
    void shouldEndADayWithItsUnits() {
        // Given
        Admin member = onPlan(Map.of("unitsPerDay", 6));

        // Then
        for (int i = 0; i < 3; i++) {
            member.get(MEMORIES).statusCode(200);
        }
        String retryAfter = member.get(MEMORIES)
                .statusCode(429)
                .body("unitsPerDay", equalTo(6))
                .extract()
                .header("Retry-After");
        assertThat(Integer.parseInt(retryAfter)).isBetween(1, 86_400);
    }

    @Test
    void shouldAdministerPlans() {
        Admin operator = Admin.operator();
        operator.put("/api/admin/plans/" + plan, Map.of("unitsPerSecond", 5))
                .statusCode(200)
                .body("burst", equalTo(10))
                .body("unitsPerDay", nullValue());
        operator.put("/api/admin/plans/" + plan, Map.of("burst", 5)).statusCode(422);
        operator.put("/api/admin/plans/" + plan, Map.of("unitsPerSecond", 0))
                .statusCode(422)
                .body("field", equalTo("unitsPerSecond"));
        operator.put("/api/admin/plans/unlimited", Map.of("unitsPerSecond", 5)).statusCode(409);
        operator.put("/api/admin/tenants/nobody/plan", Map.of("plan", plan)).statusCode(404);
        operator.put("/api/admin/tenants/default/plan", Map.of("plan", "no-such-plan"))
                .statusCode(422)
                .body("field", equalTo("plan"));
        operator.get("/api/admin/tenants/default/plan").statusCode(200).body("name", equalTo("unlimited"));
        operator.delete("/api/admin/plans/" + plan).statusCode(204);
        operator.delete("/api/admin/plans/" + plan).statusCode(404);
        Admin admin = new Admin(Tokens.of("lambda", "lea", "admin"));
        admin.get("/api/admin/plans").statusCode(403);
        admin.get("/api/usage?tenant=default").statusCode(404);
        admin.get("/api/usage?from=yesterday").statusCode(422).body("field", equalTo("from"));
        given().get("/api/usage").then().statusCode(401);
    }

    @Test
    void shouldNotRemoveAPlanThatIsInUse() {
        onPlan(Map.of("unitsPerSecond", 1000));

        Admin.operator().delete("/api/admin/plans/" + plan).statusCode(409);
    }

    @Test
    void shouldConfineAKeyToItsScopes() {
        Admin operator = Admin.operator();
        String key = operator.post(
                        "/api/admin/keys", Map.of("subject", "scoped-" + tenant, "scopes", List.of("memory:read")))
                .statusCode(201)
                .extract()
                .path("apiKey");
        var reader = new Admin(Tokens.exchange(key));

        reader.get(MEMORIES).statusCode(200);
        reader.post(MEMORIES, "{}").statusCode(403).body("scope", equalTo("memory:write"));
        reader.get("/v1/models").statusCode(403).body("scope", equalTo("embeddings:read"));
        reader.get("/api/admin/keys").statusCode(403).body("scope", equalTo("gateway:read"));
    }

    /** A member of a new tenant on a new plan. */
    private Admin onPlan(Map<String, Object> limits) {
        Admin operator = Admin.operator();
        Admin member = new Admin(Tokens.of(tenant, "mia", "member"));
        operator.put("/api/admin/plans/" + plan, limits).statusCode(200);
        operator.put("/api/admin/tenants/" + tenant + "/plan", Map.of("plan", plan))
                .statusCode(200)
                .body("name", equalTo(plan));
        return member;
    }
}
