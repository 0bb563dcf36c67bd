package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.anomaly.Ensemble;
import io.mnemesh.intelligence.performance.evidence.ChangePoints;
import io.mnemesh.intelligence.performance.evidence.Values;
import io.mnemesh.intelligence.performance.persistence.AnomalyStore;
import io.mnemesh.intelligence.performance.persistence.PointStore;
import io.mnemesh.intelligence.performance.persistence.SeriesStore;
import io.mnemesh.intelligence.plugin.PluginKind;
import io.mnemesh.intelligence.plugin.Plugins;
import io.mnemesh.intelligence.sql.Position;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers what is known of metrics: their anomalies, changes and relations, and what to do about them. */
@ApplicationScoped
public class PerformanceInsights {

    /** Anomalies shown with a series. */
    private static final int SHOWN = 5;

    private final TenantTransactions transactions;
    private final SeriesStore series;
    private final PointStore points;
    private final AnomalyStore anomalies;
    private final Plugins plugins;
    private final Computing computing;
    private final Ids ids;
    private final PerformanceConfig config;
    private final PerformanceMetrics metrics;

    PerformanceInsights(
            TenantTransactions transactions,
            SeriesStore series,
            PointStore points,
            AnomalyStore anomalies,
            Plugins plugins,
            Computing computing,
            Ids ids,
            PerformanceConfig config,
            PerformanceMetrics metrics) {
        this.transactions = transactions;
        this.series = series;
        this.points = points;
        this.anomalies = anomalies;
        this.plugins = plugins;
        this.computing = computing;
        this.ids = ids;
        this.config = config;
        this.metrics = metrics;
    }

    /** A series that is given and not stored. */
    public record Given(
            SeriesName name,
            @Nullable String unit,
            @Nullable String better,
            List<MetricPoint> points) {}

    /**
     * What is known of a tenant's series, those with the latest points first.
     *
     * @param metric only of this metric, if given
     * @param source only of this source, if given
     */
    public Uni<PerformanceReport> of(TenantId tenant, @Nullable String metric, @Nullable String source) {
        long began = System.nanoTime();
        return transactions
                .inTenant(
                        tenant,
                        connection -> series.latest(connection, metric, source, config.comparedSeries())
                                .flatMap(found -> load(connection, found)))
                .flatMap(loaded -> computing.run(
                        () -> examine(loaded.stream().map(Loaded::evidence).toList())))
                .invoke(report -> metrics.answered(Duration.ofNanos(System.nanoTime() - began)));
    }

    /** What series that are given say by themselves; nothing of them is stored. */
    public Uni<PerformanceReport> ofGiven(List<Given> given) {
        return computing.run(() -> examine(given.stream().map(this::evidence).toList()));
    }

    /** What series give evidence of, and which plug-ins had no say in it. Computes, as {@link Examiner} does. */
    PerformanceReport examine(List<SeriesEvidence> series) {
        PerformanceReport report = Examiner.examine(series, plugins.recommenders());
        return report.without(plugins.notices(PluginKind.DETECTOR, PluginKind.RECOMMENDER));
    }

    /** Anomalies by their beginning, newest first, after the given position. */
    public Uni<List<Anomaly>> anomalies(TenantId tenant, AnomalyFilter filter, @Nullable Position after, int limit) {
        return transactions.inTenant(tenant, connection -> anomalies.page(connection, filter, after, limit));
    }

    /** A series as it was read, before anything is computed. */
    record Loaded(Series series, Values values, List<Anomaly> anomalies) {

        SeriesEvidence evidence() {
            return new SeriesEvidence(
                    series.name(),
                    series.unit(),
                    series.better(),
                    series.judged(),
                    values,
                    ChangePoints.of(values),
                    anomalies);
        }
    }

    /** Reads series with their latest points and anomalies; those without points are left out. */
    Uni<List<Loaded>> load(SqlConnection connection, List<Series> wanted) {
        return Multi.createFrom()
                .iterable(wanted)
                .onItem()
                .transformToUniAndConcatenate(one -> points.latest(connection, one.id(), config.comparedPoints())
                        .flatMap(latest -> anomalies
                                .ofSeries(connection, one.id(), SHOWN)
                                .map(unusual -> new Loaded(one, values(latest), unusual))))
                .filter(loaded -> loaded.values().size() > 0)
                .collect()
                .asList();
    }

    private SeriesEvidence evidence(Given given) {
        var sorted = new ArrayList<MetricPoint>();
        given.points().stream()
                .filter(point -> Double.isFinite(point.value()))
                .sorted(Comparator.comparing(MetricPoint::at))
                .forEach(point -> {
                    if (sorted.isEmpty()
                            || sorted.getLast().at().getEpochSecond()
                                    < point.at().getEpochSecond()) {
                        sorted.add(point);
                    }
                });
        var detectors = plugins.detectors(given.name().pluginKey(given.unit(), given.better()));
        Judgement judgement = Judgement.of(Ensemble.standard(detectors), sorted, 0, false);
        List<Anomaly> unusual =
                Episodes.of(given.name().id(), given.name(), null, judgement.unusual(), ids::next).stream()
                        .map(Episodes.Episode::anomaly)
                        .toList();
        Values values = values(sorted.subList(Math.max(0, sorted.size() - config.comparedPoints()), sorted.size()));
        return new SeriesEvidence(
                given.name(),
                given.unit(),
                given.better(),
                sorted.size(),
                values,
                ChangePoints.of(values),
                unusual.reversed().stream().limit(SHOWN).toList());
    }

    private static Values values(List<MetricPoint> points) {
        return new Values(
                points.stream().mapToLong(point -> point.at().getEpochSecond()).toArray(),
                points.stream().mapToDouble(MetricPoint::value).toArray());
    }
}
