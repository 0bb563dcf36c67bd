package io.mnemesh.intelligence.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.intelligence.decision.Analysis.Question;
import io.mnemesh.intelligence.outcome.FeatureValue;
import io.mnemesh.intelligence.support.AnswerTimes;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Answers beside 100,000 decisions that have ended. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
@Tag("slow")
class DecisionLatencyTest {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /** In milliseconds. */
    private static final double BAR = 100;

    private static final String DECIDED =
            "insert into decision (tenant, id, memory_version, kind, question, options, chosen, features,"
                    + " interventions, decided_at, outcome, outcome_at) select $1, gen_random_uuid(), 0, 'k', 'Which"
                    + " discount?', array['none', 'some'], case when i % 2 = 0 then 'none' else 'some' end, '{\"seats\":'"
                    + " || i % 97 || ',\"team\":\"t' || i % 31 || '\",\"new\":\"' || (i % 3 = 0) || '\",\"age\":' || i %"
                    + " 53 || '}', '{}', now() - i * interval '1 minute', case when (i % 97 + i % 53 +"
                    + " abs(hashint4(i)::bigint) % 60) > 100 then 'won' else 'lost' end, now() from generate_series(1,"
                    + " 100000) i";

    @Inject
    TenantTransactions transactions;

    @Inject
    DecisionAnalyzer analyzer;

    @Inject
    Decisions decisions;

    @Test
    void shouldAnswerInATenthOfASecond() {
        var tenant = new TenantId("l-" + UUID.randomUUID());
        transactions
                .inTenant(
                        tenant,
                        connection -> connection
                                .preparedQuery(DECIDED)
                                .execute(Tuple.of(tenant.value()))
                                .replaceWithVoid())
                .await()
                .atMost(PATIENCE);
        var last = decisions
                .page(tenant, new DecisionFilter("k", "won", true, null, null), null, 1)
                .await()
                .atMost(PATIENCE)
                .getFirst();
        decisions.end(tenant, last.id(), "lost", null).await().atMost(PATIENCE);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(analyzer.analyze(tenant, question(1))
                                .await()
                                .atMost(PATIENCE)
                                .model())
                        .isEqualTo("outcome-k@1"));

        assertThat(AnswerTimes.p95(BAR, i -> analyzer.analyze(tenant, question(i))))
                .as("p95 of an analysis, ms")
                .isLessThanOrEqualTo(BAR);
    }

    private static Question question(int i) {
        Map<String, FeatureValue> features = Map.of(
                "seats", new FeatureValue.Amount(i % 97),
                "team", new FeatureValue.Words("t" + i % 31),
                "new", FeatureValue.of(i % 3 == 0),
                "age", new FeatureValue.Amount(i % 53),
                "chosen", new FeatureValue.Words("none"));
        return new Question("k", features, Map.of(), null, Set.of(), 5);
    }
}
