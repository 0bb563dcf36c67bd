package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.performance.PerformanceInsights.Loaded;
import io.mnemesh.intelligence.performance.persistence.InsightStore;
import io.mnemesh.intelligence.performance.persistence.SeriesStore;
import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.payload.PerformanceInsight;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Looks for recommendations about a series while points come in, and tells each of them once. */
@ApplicationScoped
class InsightFinder {

    private final TenantTransactions transactions;
    private final Outbox outbox;
    private final EventFactory events;
    private final SeriesStore series;
    private final InsightStore told;
    private final PerformanceInsights insights;
    private final Computing computing;
    private final PerformanceConfig config;
    private final PerformanceMetrics metrics;
    private final Ids ids;
    private final Clock clock;

    InsightFinder(
            TenantTransactions transactions,
            Outbox outbox,
            EventFactory events,
            SeriesStore series,
            InsightStore told,
            PerformanceInsights insights,
            Computing computing,
            PerformanceConfig config,
            PerformanceMetrics metrics,
            Ids ids,
            Clock clock) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.events = events;
        this.series = series;
        this.told = told;
        this.insights = insights;
        this.computing = computing;
        this.config = config;
        this.metrics = metrics;
        this.ids = ids;
        this.clock = clock;
    }

    /** Looks at a series beside the others of its tenant that have the latest points. */
    Uni<Void> examine(TenantId tenant, UUID id) {
        return transactions
                .inTenant(
                        tenant,
                        connection -> series.latest(connection, null, null, config.comparedSeries())
                                .flatMap(found -> insights.load(connection, found)))
                .flatMap(loaded -> computing.run(() -> about(id, loaded)))
                .flatMap(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : transactions
                                .inTenant(tenant, connection -> tellAll(connection, tenant, id, found))
                                .invoke(outbox::wake));
    }

    private List<Recommendation> about(UUID id, List<Loaded> loaded) {
        return insights.examine(loaded.stream().map(Loaded::evidence).toList()).recommendations().stream()
                .filter(one -> one.name().id().equals(id))
                .toList();
    }

    /** Nothing is told of a series that is gone meanwhile. */
    private Uni<Void> tellAll(SqlConnection connection, TenantId tenant, UUID id, List<Recommendation> found) {
        return series.lock(connection, id)
                .flatMap(locked -> locked == null
                        ? Uni.createFrom().voidItem()
                        : Multi.createFrom()
                                .iterable(found)
                                .onItem()
                                .transformToUniAndConcatenate(one -> tell(connection, tenant, id, one))
                                .collect()
                                .last()
                                .replaceWithVoid());
    }

    private Uni<Void> tell(SqlConnection connection, TenantId tenant, UUID id, Recommendation one) {
        UUID insight = ids.next();
        return told.add(connection, insight, id, one, clock.instant()).flatMap(isNew -> {
            if (!isNew) {
                return Uni.createFrom().voidItem();
            }
            metrics.insight();
            var event = events.create(
                    EventTypes.PERFORMANCE_INSIGHT,
                    tenant,
                    insight.toString(),
                    new PerformanceInsight(
                            insight, one.name().metric(), one.summary(), one.recommendation(), one.confidence()));
            return outbox.append(transactions.statements(connection), List.of(event));
        });
    }
}
