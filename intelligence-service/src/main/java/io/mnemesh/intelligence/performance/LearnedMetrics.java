package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.erasure.LearnedFromMemories;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is kept of memories that told of values: their points, the anomalies among them, and what detectors know of them. */
@ApplicationScoped
class LearnedMetrics implements LearnedFromMemories {

    private static final List<String> TABLES =
            List.of("metric_point", "metric_state", "anomaly", "performance_insight", "metric_series");

    private final MetricIntake intake;

    LearnedMetrics(MetricIntake intake) {
        this.intake = intake;
    }

    @Override
    public List<String> tables() {
        return TABLES;
    }

    @Override
    public Uni<Map<String, Long>> erase(SqlConnection connection, TenantId tenant, MemoryErased asked) {
        return Multi.createFrom()
                .iterable(asked.memoryIds())
                .onItem()
                .transformToUniAndConcatenate(id -> intake.bury(connection, tenant, id, asked.requestedAt()))
                .collect()
                .with(Collectors.summingLong(Integer::longValue))
                .map(removed -> Map.of("metrics", removed));
    }
}
