package io.mnemesh.intelligence.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.intelligence.support.AnswerTimes;
import io.mnemesh.intelligence.workflow.TaskForecast.PastStep;
import io.mnemesh.intelligence.workflow.TaskForecast.Question;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Answers beside 100,000 learned steps of 20,000 cases that take many ways. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
@Tag("slow")
class WorkflowLatencyTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** In milliseconds. */
    private static final double BAR = 100;

    private static final List<String> LEARNED = List.of(
            "insert into workflow_log (tenant, version, epoch, look_at) values ($1, 100000, 1, 1000000)",
            "insert into workflow_step (tenant, seq, memory_id, memory_version, case_id, activity, happened, ends)"
                    + " select $1, i, gen_random_uuid(), 1, 'c' || i / 5, 'task ' || abs(hashint4(i)::bigint) % (5 + i % 5"
                    + " * 3), now() - (100000 - i) * interval '26 seconds', i % 5 = 4 from generate_series(1, 100000) i");

    @Inject
    TenantTransactions transactions;

    @Inject
    Workflows workflows;

    @Test
    void shouldAnswerInATenthOfASecond() {
        var tenant = new TenantId("l-" + UUID.randomUUID());
        for (String sql : LEARNED) {
            transactions
                    .inTenant(
                            tenant,
                            connection -> connection
                                    .preparedQuery(sql)
                                    .execute(Tuple.of(tenant.value()))
                                    .replaceWithVoid())
                    .await()
                    .atMost(PATIENCE);
        }
        assertThat(workflows.summary(tenant).await().atMost(PATIENCE).steps()).isEqualTo(100_000);
        var now = Instant.now();

        assertThat(AnswerTimes.p95(
                        BAR,
                        i -> workflows.predict(
                                tenant,
                                new Question(
                                        null, List.of(new PastStep("task " + i % 5, now.minusSeconds(i))), 5, false))))
                .as("p95 of a prediction, ms")
                .isLessThanOrEqualTo(BAR);
        assertThat(AnswerTimes.p95(BAR, i -> workflows.edges(tenant)))
                .as("p95 of the graph, ms")
                .isLessThanOrEqualTo(BAR);
        assertThat(AnswerTimes.p95(BAR, i -> workflows.variants(tenant)))
                .as("p95 of the variants, ms")
                .isLessThanOrEqualTo(BAR);
        assertThat(AnswerTimes.p95(BAR, i -> workflows.patterns(tenant, 0.1)))
                .as("p95 of the patterns, ms")
                .isLessThanOrEqualTo(BAR);
        assertThat(AnswerTimes.p95(BAR, i -> workflows.activities(tenant)))
                .as("p95 of the profiles, ms")
                .isLessThanOrEqualTo(BAR);
    }
}
