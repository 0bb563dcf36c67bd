package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.performance.Episodes.Episode;
import io.mnemesh.intelligence.performance.Judgement.Judged;
import io.mnemesh.intelligence.performance.persistence.AnomalyStore;
import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.payload.AnomalyDetected;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Stores anomalies and tells of them: each once, and again when its level rises. */
@ApplicationScoped
class AnomalyTeller {

    private final AnomalyStore anomalies;
    private final TenantTransactions transactions;
    private final Outbox outbox;
    private final EventFactory events;
    private final Ids ids;
    private final PerformanceMetrics metrics;

    AnomalyTeller(
            AnomalyStore anomalies,
            TenantTransactions transactions,
            Outbox outbox,
            EventFactory events,
            Ids ids,
            PerformanceMetrics metrics) {
        this.anomalies = anomalies;
        this.transactions = transactions;
        this.outbox = outbox;
        this.events = events;
        this.ids = ids;
        this.metrics = metrics;
    }

    /** Joins unusual points of a series to anomalies, in the transaction that judges them. */
    Uni<Void> tell(SqlConnection connection, TenantId tenant, Series series, List<Judged> unusual) {
        if (unusual.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        long first = unusual.getFirst().ordinal();
        return anomalies
                .latest(connection, series.id(), first - Episodes.QUIET)
                .map(open -> Episodes.of(series.id(), series.name(), open, unusual, ids::next))
                .flatMap(episodes -> Multi.createFrom()
                        .iterable(episodes)
                        .onItem()
                        .transformToUniAndConcatenate(episode -> save(connection, tenant, episode))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private Uni<Void> save(SqlConnection connection, TenantId tenant, Episode episode) {
        Anomaly anomaly = episode.anomaly();
        Uni<Void> saved = anomalies.save(connection, anomaly);
        return episode.isNews()
                ? saved.flatMap(ignored -> publish(connection, tenant, anomaly))
                        .invoke(() -> metrics.anomaly(anomaly.level()))
                : saved;
    }

    private Uni<Void> publish(SqlConnection connection, TenantId tenant, Anomaly anomaly) {
        var told = new AnomalyDetected(
                anomaly.id(),
                anomaly.name().metric(),
                anomaly.value(),
                anomaly.expected(),
                anomaly.score(),
                anomaly.level().text(),
                anomaly.worstAt(),
                anomaly.name().source(),
                anomaly.low(),
                anomaly.high(),
                anomaly.votes().isEmpty() ? null : anomaly.votes().getFirst().detector(),
                anomaly.memoryId());
        var event =
                events.create(EventTypes.ANOMALY_DETECTED, tenant, anomaly.id().toString(), told);
        return outbox.append(transactions.statements(connection), List.of(event));
    }
}
