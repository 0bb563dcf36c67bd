package io.mnemesh.memory.consolidation;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;

/** What denies a similar memory is found when it is compared, and reported as a contradiction. */
@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class DenialApiTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject
    ConsolidationSweep sweep;

    private final Api api = Api.ofNewTenant();

    private ValidatableResponse contradictions() {
        return api.request().get("/api/memories/contradictions").then().statusCode(200);
    }

    /** Compares what is new until it is so: vectors come by themselves. */
    private void compared(ThrowingRunnable check) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(25)).untilAsserted(() -> {
            sweep.due(new TenantId(api.tenant()));
            sweep.run().await().atMost(SOON);
            check.run();
        });
    }

    @Test
    void shouldReportWhatDeniesASimilarMemoryUntilItIsDecided() {
        UUID said = api.store("Ana eats fish", Map.of("user", "ana"));
        UUID denied = api.store("Ana does not eat fish", Map.of("user", "bilal"));
        api.store("Ana eats meat");
        api.store("Bilal never eats meat");

        compared(() -> contradictions()
                .body("items", hasSize(1))
                .body("items[0].subject", equalTo("ana eat fish"))
                .body("items[0].attribute", equalTo("holds"))
                .body("items[0].statements.value", contains("no", "yes"))
                .body("items[0].statements.memory.id", contains(denied.toString(), said.toString()))
                .body("items[0].statements[0].similarity.doubleValue()", closeTo(1, 1e-3))
                .body("nextAfter", nullValue()));
        Api.ofNewTenant().request().get("/api/memories/contradictions").then().body("items", empty());

        api.request()
                .put("/api/memories/" + denied + "/supersedes/" + said)
                .then()
                .statusCode(200);
        contradictions().body("items", empty());
    }

    @Test
    void shouldPageThroughClaimsAndDenials() {
        api.store("Ana lives in Oslo");
        api.store("Ana moved to Rome");
        api.store("The valve is open");
        api.store("The valve is not open");
        api.store("The lamp is on");
        api.store("The lamp is not on");
        compared(() -> contradictions().body("items", hasSize(3)));

        String next = api.request()
                .queryParam("limit", 2)
                .get("/api/memories/contradictions")
                .then()
                .body("items", hasSize(2))
                .extract()
                .path("nextAfter");

        api.request()
                .queryParam("limit", 2)
                .queryParam("after", next)
                .get("/api/memories/contradictions")
                .then()
                .body("items", hasSize(1))
                .body("nextAfter", nullValue());
        contradictions().body("items.attribute", containsInAnyOrder("home", "holds", "holds"));
    }

    @Test
    void shouldForgetADenialThatIsChangedOrDeleted() {
        api.store("The valve is open");
        UUID changed = api.store("The valve is not open");
        api.store("The lamp is on");
        UUID deleted = api.store("The lamp is not on");
        compared(() -> contradictions().body("items", hasSize(2)));

        api.request().delete("/api/memories/" + deleted).then().statusCode(204);
        contradictions().body("items", hasSize(1));
        api.request()
                .body(Map.of("content", "The valve was replaced"))
                .patch("/api/memories/" + changed)
                .then()
                .statusCode(200);
        contradictions().body("items", empty());
    }
}
