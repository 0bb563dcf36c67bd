package io.mnemesh.intelligence.orchestrator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.mnemesh.mesh.load.LoadReport;
import io.mnemesh.mesh.load.LoadReports;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service with a Kubernetes API that nobody listens for. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
@TestProfile(UnreachableClusterTest.OnKubernetes.class)
class UnreachableClusterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Port 1 is one that nobody listens on. */
    public static final class OnKubernetes implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "mnemesh.intelligence.orchestrator.mode",
                    "apply",
                    "mnemesh.intelligence.orchestrator.kubernetes.enabled",
                    "true",
                    "mnemesh.intelligence.orchestrator.kubernetes.namespace",
                    "mesh",
                    "quarkus.kubernetes-client.api-server-url",
                    "http://127.0.0.1:1");
        }
    }

    @Inject
    Orchestrator orchestrator;

    @Inject
    Fleet fleet;

    @Inject
    TenantTransactions transactions;

    @Inject
    LoadReports reports;

    @Inject
    Clock clock;

    @BeforeEach
    void decide() {
        Lease.free(transactions);
    }

    @Test
    void shouldGoOnAndSayWhatItCannotSee() {
        String service = "s-" + UUID.randomUUID();
        reports.tell(new LoadReport(service, service, clock.instant(), 5, 0.5, 10, 0))
                .await()
                .atMost(PATIENCE);

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            orchestrator.look().await().atMost(PATIENCE);
            operator()
                    .get("/api/v2/ai/autonomous-optimization")
                    .then()
                    .body(
                            "plan.find { it.service == '" + service + "' }.failure",
                            equalTo("The Kubernetes API did not answer."));
        });

        assertThat(fleet.canAct()).isTrue();
        operator()
                .get("/api/v2/ai/insights/" + service)
                .then()
                .statusCode(200)
                .body("missing", hasItem("The Kubernetes API did not answer."));
    }

    private static RequestSpecification operator() {
        return given().auth().oauth2(TestTokens.of("mesh", "olga", Identity.OPERATOR));
    }
}
