package io.mnemesh.intelligence.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The service with a Kubernetes API that nobody listens for. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
@TestProfile(UnreachableClusterTest.OnKubernetes.class)
class UnreachableClusterTest extends OrchestratorFixture {

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
    Fleet fleet;

    @Test
    void shouldGoOnAndSayWhatItCannotSee() {
        carries(service, 5);

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            done(orchestrator.look());
            operator()
                    .get(OPTIMIZATION)
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
}
