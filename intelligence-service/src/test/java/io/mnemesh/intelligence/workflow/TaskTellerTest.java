package io.mnemesh.intelligence.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.intelligence.support.Mesh;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class TaskTellerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final String tenant = "t-" + UUID.randomUUID();

    @Inject
    Mesh mesh;

    @Inject
    Workflows workflows;

    @Test
    void shouldTellOnceWhatComesNextInACaseThatGoesOnNow() {
        // Given thirty cases of last month that went the same way, of which nothing is told
        Instant past = Instant.now().minus(Duration.ofDays(30));
        for (int i = 0; i < 30; i++) {
            mesh.step(tenant, "past-" + i, "open", past.plusSeconds(i * 100L), false);
            mesh.step(tenant, "past-" + i, "check", past.plusSeconds(i * 100L + 10), false);
            mesh.step(tenant, "past-" + i, "close", past.plusSeconds(i * 100L + 20), true);
        }

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            var learned = workflows.summary(new TenantId(tenant)).await().atMost(PATIENCE);
            return learned.ended() == 30 && learned.steps() == 90;
        });
        assertThat(mesh.predictedTasks(tenant)).isEmpty();

        // When
        var now = mesh.stepEvent(tenant, UUID.randomUUID(), "now", "open", Instant.now(), false);
        mesh.publish(now, now);

        // Then
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !mesh.predictedTasks(tenant).isEmpty());
        mesh.step(tenant, "now", "check", Instant.now(), false);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> mesh.predictedTasks(tenant).size() >= 2);
        assertThat(mesh.predictedTasks(tenant)).hasSize(2).allSatisfy(told -> {
            assertThat(told.caseId()).isEqualTo("now");
            assertThat(told.model()).startsWith("workflow-");
        });
        assertThat(mesh.predictedTasks(tenant).getFirst().candidates().getFirst())
                .satisfies(first -> {
                    assertThat(first.task()).isEqualTo("check");
                    assertThat(first.probability()).isGreaterThan(0.8);
                });
        assertThat(mesh.predictedTasks(tenant).getLast().candidates().getFirst().task())
                .isEqualTo("close");
    }
}
