package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.events.ExactlyOnce;
import io.mnemesh.intelligence.performance.PerformanceMetrics.Outcome;
import io.mnemesh.intelligence.performance.persistence.AnomalyStore;
import io.mnemesh.intelligence.performance.persistence.InsightStore;
import io.mnemesh.intelligence.performance.persistence.MemoryTombstones;
import io.mnemesh.intelligence.performance.persistence.PendingSeries;
import io.mnemesh.intelligence.performance.persistence.PointStore;
import io.mnemesh.intelligence.performance.persistence.SeriesStore;
import io.mnemesh.intelligence.performance.persistence.StateStore;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Takes points in and takes them away again. A point is stored and its series put on the work list in the transaction that marks
 * its event as processed; the judgement comes later. A series has one point a second: the first one that came.
 */
@ApplicationScoped
class MetricIntake {

    private final ExactlyOnce once;
    private final SeriesStore series;
    private final PointStore points;
    private final PendingSeries pending;
    private final StateStore snapshots;
    private final AnomalyStore anomalies;
    private final InsightStore insights;
    private final MemoryTombstones tombstones;
    private final SeriesStates states;
    private final PerformanceMetrics metrics;
    private final PerformanceConfig config;
    private final Clock clock;

    MetricIntake(
            ExactlyOnce once,
            SeriesStore series,
            PointStore points,
            PendingSeries pending,
            StateStore snapshots,
            AnomalyStore anomalies,
            InsightStore insights,
            MemoryTombstones tombstones,
            SeriesStates states,
            PerformanceMetrics metrics,
            PerformanceConfig config,
            Clock clock) {
        this.once = once;
        this.series = series;
        this.points = points;
        this.pending = pending;
        this.snapshots = snapshots;
        this.anomalies = anomalies;
        this.insights = insights;
        this.tombstones = tombstones;
        this.states = states;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    /** A metric was measured. */
    Uni<Void> take(String group, MeshEvent<?> cause, MetricBatch batch) {
        return once.run(group, cause, connection -> store(connection, batch));
    }

    /** A memory tells of a value, perhaps of another one than before. */
    Uni<Void> take(String group, MeshEvent<?> cause, UUID memory, MetricBatch batch) {
        return once.run(
                group,
                cause,
                connection -> tombstones.isBuried(connection, memory).flatMap(buried -> {
                    if (buried) {
                        metrics.points(Outcome.DELETED, 1);
                        return Uni.createFrom().voidItem();
                    }
                    return remove(connection, cause.tenant(), memory).flatMap(removed -> store(connection, batch));
                }));
    }

    /** A memory tells of no value any more. */
    Uni<Void> forget(String group, MeshEvent<?> cause, UUID memory) {
        return once.run(
                group,
                cause,
                connection -> remove(connection, cause.tenant(), memory).replaceWithVoid());
    }

    /** A memory was deleted: nothing of it may come back. */
    Uni<Void> bury(String group, MeshEvent<?> cause, UUID memory, Instant at) {
        return once.run(
                group,
                cause,
                connection -> bury(connection, cause.tenant(), memory, at).replaceWithVoid());
    }

    /** Buries a memory in the caller's transaction. @return points and anomalies that were removed */
    Uni<Integer> bury(SqlConnection connection, TenantId tenant, UUID memory, Instant at) {
        return tombstones.bury(connection, memory, at).flatMap(ignored -> remove(connection, tenant, memory));
    }

    private Uni<Void> store(SqlConnection connection, MetricBatch batch) {
        metrics.points(Outcome.INVALID, batch.invalid());
        SeriesName name = batch.name();
        Instant latest = clock.instant().plus(config.skew());
        var usable = new ArrayList<MetricPoint>();
        for (MetricPoint point : batch.points()) {
            if (!point.at().isAfter(latest)) {
                usable.add(
                        new MetricPoint(point.at().truncatedTo(ChronoUnit.SECONDS), point.value(), point.memoryId()));
            }
        }
        metrics.points(Outcome.FUTURE, batch.points().size() - usable.size());
        if (name == null || usable.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Instant newest =
                usable.stream().map(MetricPoint::at).max(Instant::compareTo).orElseThrow();
        return series.open(connection, name, batch.unit(), batch.better(), newest, config.maxSeries())
                .flatMap(opened -> {
                    if (opened == null) {
                        metrics.points(Outcome.TOO_MANY_SERIES, usable.size());
                        return Uni.createFrom().voidItem();
                    }
                    return store(connection, opened, usable);
                });
    }

    private Uni<Void> store(SqlConnection connection, Series opened, List<MetricPoint> usable) {
        return points.add(connection, opened.id(), usable, opened.judgedTo()).flatMap(added -> {
            long repeated = usable.size() - added.points();
            metrics.points(Outcome.ACCEPTED, added.points() - added.late());
            metrics.points(Outcome.LATE, added.late());
            metrics.points(Outcome.REPEATED, repeated);
            return series.count(connection, opened.id(), added.points(), added.late(), repeated)
                    .flatMap(ignored -> added.points() > added.late()
                            ? pending.add(connection, opened.id(), config.settle())
                            : Uni.createFrom().voidItem());
        });
    }

    /**
     * Removes what a memory told, and what was learned from it: the detectors of its series are built again from the points that
     * are left.
     */
    private Uni<Integer> remove(SqlConnection connection, TenantId tenant, UUID memory) {
        return anomalies
                .forget(connection, memory)
                .flatMap(told -> points.seriesOf(connection, memory)
                        .flatMap(found -> Multi.createFrom()
                                .iterable(found)
                                .onItem()
                                .transformToUniAndConcatenate(id -> reduce(connection, tenant, id, memory))
                                .collect()
                                .with(Collectors.summingInt(Integer::intValue)))
                        .map(removed -> removed + told));
    }

    private Uni<Integer> reduce(SqlConnection connection, TenantId tenant, UUID id, UUID memory) {
        states.drop(tenant, id);
        return series.lock(connection, id)
                .flatMap(ignored -> points.remove(connection, id, memory))
                .call(ignored -> snapshots.remove(connection, id))
                .call(ignored -> insights.forget(connection, id))
                .call(removed -> series.reduced(connection, id, removed));
    }
}
