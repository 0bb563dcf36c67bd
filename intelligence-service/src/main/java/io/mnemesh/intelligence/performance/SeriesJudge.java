package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.anomaly.Ensemble;
import io.mnemesh.intelligence.performance.PerformanceMetrics.Origin;
import io.mnemesh.intelligence.performance.persistence.HourStore;
import io.mnemesh.intelligence.performance.persistence.PendingSeries;
import io.mnemesh.intelligence.performance.persistence.PointStore;
import io.mnemesh.intelligence.performance.persistence.SeriesStore;
import io.mnemesh.intelligence.performance.persistence.StateStore;
import io.mnemesh.intelligence.performance.persistence.StateStore.Snapshot;
import io.mnemesh.intelligence.plugin.Plugins;
import io.mnemesh.intelligence.spi.Detector;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Judges the points of a series. How far the series is judged, the anomalies found, the events that tell of them and the snapshot of
 * the detectors are one transaction, so each point is judged once. The detectors are those in memory if they are of the series'
 * revision; else the latest snapshot, after which the points since are judged again without telling, which ends in the same state; else,
 * where there is no snapshot of today's format, all points that are kept.
 */
@ApplicationScoped
class SeriesJudge {

    private static final MeshLog LOG = MeshLog.of(SeriesJudge.class);

    /** Points judged in one transaction. */
    private static final int AT_ONCE = 500;

    private final TenantTransactions transactions;
    private final Outbox outbox;
    private final SeriesStore series;
    private final PointStore points;
    private final HourStore hours;
    private final StateStore snapshots;
    private final PendingSeries pending;
    private final SeriesStates states;
    private final AnomalyTeller teller;
    private final Plugins plugins;
    private final Computing computing;
    private final PerformanceMetrics metrics;
    private final PerformanceConfig config;

    SeriesJudge(
            TenantTransactions transactions,
            Outbox outbox,
            SeriesStore series,
            PointStore points,
            HourStore hours,
            StateStore snapshots,
            PendingSeries pending,
            SeriesStates states,
            AnomalyTeller teller,
            Plugins plugins,
            Computing computing,
            PerformanceMetrics metrics,
            PerformanceConfig config) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.series = series;
        this.points = points;
        this.hours = hours;
        this.snapshots = snapshots;
        this.pending = pending;
        this.states = states;
        this.teller = teller;
        this.plugins = plugins;
        this.computing = computing;
        this.metrics = metrics;
        this.config = config;
    }

    /** What became of a series: its detectors, whose revision it is, and whether so many points were judged that it is to be examined. */
    private record Done(Ensemble ensemble, long revision, boolean isExaminable) {}

    /**
     * Judges the points of a series that are due.
     *
     * @return true if it is time to look at what changed in it
     */
    Uni<Boolean> judge(TenantId tenant, UUID id) {
        return transactions
                .inTenant(
                        tenant,
                        connection -> series.lock(connection, id)
                                .flatMap(locked -> locked == null
                                        ? pending.remove(connection, id).replaceWith((@Nullable Done) null)
                                        : judge(connection, tenant, locked)))
                .map(done -> {
                    if (done == null) {
                        return false;
                    }
                    states.put(tenant, id, done.revision(), done.ensemble());
                    outbox.wake();
                    return done.isExaminable();
                });
    }

    private Uni<@Nullable Done> judge(SqlConnection connection, TenantId tenant, Series locked) {
        return points.toJudge(connection, locked.id(), locked.judgedTo(), config.settle(), AT_ONCE)
                .flatMap(due -> due.isEmpty()
                        ? rest(connection, locked.id(), locked.judgedTo(), false)
                                .replaceWith((@Nullable Done) null)
                        : detectors(connection, tenant, locked)
                                .flatMap(ensemble -> judge(connection, tenant, locked, ensemble, due)));
    }

    private Uni<@Nullable Done> judge(
            SqlConnection connection, TenantId tenant, Series locked, Ensemble ensemble, List<MetricPoint> due) {
        Instant to = due.getLast().at();
        long after = locked.judged() + due.size();
        boolean saved = crosses(locked.judged(), after, config.snapshotEvery());
        boolean examined = crosses(locked.judged(), after, config.examineEvery());
        return computing
                .run(() -> Judgement.of(ensemble, due, locked.judged(), saved))
                .flatMap(judgement -> teller.tell(connection, tenant, locked, judgement.unusual())
                        .flatMap(ignored -> save(connection, locked.id(), to, judgement))
                        .flatMap(ignored -> series.judged(connection, locked.id(), due.size(), judgement.gaps(), to))
                        .call(revision -> rest(connection, locked.id(), to, due.size() == AT_ONCE))
                        .invoke(revision -> metrics.judged(due.size(), judgement.gaps()))
                        .map(revision -> new Done(ensemble, revision, examined)));
    }

    private Uni<Void> save(SqlConnection connection, UUID id, Instant to, Judgement judgement) {
        byte[] snapshot = judgement.snapshot();
        return snapshot == null
                ? Uni.createFrom().voidItem()
                : snapshots
                        .save(connection, id, new Snapshot(Ensemble.FORMAT, to, snapshot))
                        .flatMap(ignored -> points.prune(connection, id, config.keptPoints(), to))
                        .flatMap(ignored -> hours.prune(connection, id, config.keptHours()));
    }

    /** Takes the series off the work list, or puts off what has not settled yet. */
    private Uni<Void> rest(SqlConnection connection, UUID id, @Nullable Instant judgedTo, boolean more) {
        return more
                ? pending.again(connection, id, Duration.ZERO)
                : points.isAnyLeft(connection, id, judgedTo)
                        .flatMap(left ->
                                left ? pending.again(connection, id, config.settle()) : pending.remove(connection, id));
    }

    private Uni<Ensemble> detectors(SqlConnection connection, TenantId tenant, Series locked) {
        Ensemble held = states.take(tenant, locked.id(), locked.revision());
        if (held != null) {
            metrics.state(Origin.MEMORY);
            return Uni.createFrom().item(held);
        }
        Instant judgedTo = locked.judgedTo();
        if (judgedTo == null) {
            return computing.run(() -> Ensemble.standard(plugins.detectors(locked.pluginKey())));
        }
        return snapshots
                .find(connection, locked.id())
                .flatMap(snapshot -> computing.run(() -> loaded(tenant, locked, snapshot)))
                .flatMap(loaded -> {
                    metrics.state(loaded.judgedTo() == null ? Origin.POINTS : Origin.SNAPSHOT);
                    return points.judged(connection, locked.id(), loaded.judgedTo(), judgedTo)
                            .flatMap(since -> computing.run(() -> {
                                since.forEach(point ->
                                        loaded.ensemble().judge(point.at().getEpochSecond(), point.value()));
                                return loaded.ensemble();
                            }));
                });
    }

    /** Detectors, and the time of the last point they have seen; null if they are new. */
    private record Loaded(Ensemble ensemble, @Nullable Instant judgedTo) {}

    private Loaded loaded(TenantId tenant, Series locked, @Nullable Snapshot snapshot) {
        List<Detector> added = plugins.detectors(locked.pluginKey());
        Ensemble restored = restored(tenant, snapshot, added);
        return restored == null || snapshot == null
                ? new Loaded(Ensemble.standard(added), null)
                : new Loaded(restored, snapshot.judgedTo());
    }

    /** The detectors of a snapshot, or null if it is of another format than today's. */
    private static @Nullable Ensemble restored(TenantId tenant, @Nullable Snapshot snapshot, List<Detector> added) {
        if (snapshot == null || snapshot.format() != Ensemble.FORMAT) {
            return null;
        }
        try {
            return Ensemble.restored(snapshot.state(), added);
        } catch (IllegalArgumentException e) {
            LOG.warn("A snapshot of detectors cannot be read; they learn from the points again")
                    .with(LogKey.TENANT, tenant.value())
                    .cause(e)
                    .log();
            return null;
        }
    }

    private static boolean crosses(long before, long after, int every) {
        return before / every != after / every;
    }
}
