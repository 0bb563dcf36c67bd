package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.erasure.LearnedMemories;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** What is kept of memories that told of values: their points, the anomalies among them, and what detectors know of them. */
@ApplicationScoped
class LearnedMetrics implements LearnedMemories {

    private final MetricIntake intake;

    LearnedMetrics(MetricIntake intake) {
        this.intake = intake;
    }

    @Override
    public String what() {
        return "metrics";
    }

    @Override
    public List<String> tables() {
        return List.of("metric_point", "metric_state", "anomaly", "performance_insight", "metric_series");
    }

    @Override
    public Uni<Long> erase(SqlConnection connection, TenantId tenant, List<UUID> memories, Instant at) {
        return Multi.createFrom()
                .iterable(memories)
                .onItem()
                .transformToUniAndConcatenate(id -> intake.bury(connection, tenant, id, at))
                .collect()
                .with(Collectors.summingLong(Integer::longValue));
    }
}
