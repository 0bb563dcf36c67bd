package io.mnemesh.intelligence.performance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Answers beside 100,000 points in 20 series. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
@Tag("slow")
class InsightsLatencyTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SERIES = "('00000000-0000-4000-8000-' || lpad(to_hex(s), 12, '0'))::uuid";

    private static final List<String> STORED = List.of(
            "insert into metric_series (tenant, id, metric, source, points, judged, last_at) select $1, " + SERIES
                    + ", 'load', 'host' || s, 5000, 5000, now() from generate_series(1, 20) s",
            "insert into metric_point (tenant, series_id, at, value, late) select $1, " + SERIES
                    + ", date_trunc('minute', now()) - i * interval '1 minute', 50 + 10 * sin(i / 50.0 + s) "
                    + "+ random(), false from generate_series(1, 20) s, generate_series(1, 5000) i");

    @Inject
    TenantTransactions transactions;

    @Inject
    PerformanceInsights insights;

    @Test
    void shouldAnswerInATenthOfASecond() {
        var tenant = new TenantId("l-" + UUID.randomUUID());
        for (String sql : STORED) {
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
        double[] millis = new double[60];
        for (int i = -20; i < millis.length; i++) {
            long began = System.nanoTime();
            PerformanceReport report = insights.of(tenant, null, null).await().atMost(PATIENCE);
            if (i >= 0) {
                millis[i] = (System.nanoTime() - began) / 1e6;
            }
            assertThat(report.series()).hasSize(12).allMatch(one -> one.values().size() == 1_000);
        }
        Arrays.sort(millis);

        assertThat(millis[56])
                .as("p95 of an answer, ms; median %.1f", millis[29])
                .isLessThanOrEqualTo(100);
    }
}
