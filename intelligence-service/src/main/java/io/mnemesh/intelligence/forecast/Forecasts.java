package io.mnemesh.intelligence.forecast;

import io.mnemesh.intelligence.forecast.model.Grid;
import io.mnemesh.intelligence.performance.Computing;
import io.mnemesh.intelligence.performance.MetricPoint;
import io.mnemesh.intelligence.performance.Series;
import io.mnemesh.intelligence.performance.persistence.HourStore;
import io.mnemesh.intelligence.performance.persistence.HourStore.Figure;
import io.mnemesh.intelligence.performance.persistence.PointStore;
import io.mnemesh.intelligence.performance.persistence.SeriesStore;
import io.mnemesh.intelligence.plugin.PluginKind;
import io.mnemesh.intelligence.plugin.Plugins;
import io.mnemesh.intelligence.spi.SeriesKey;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts series. Steps of an hour and more are taken from the hours that are kept of a series, shorter ones from its latest points.
 * Answers about stored series are cached until the series changes.
 */
@ApplicationScoped
public class Forecasts {

    private static final long HOUR = Duration.ofHours(1).toSeconds();

    private final TenantTransactions transactions;
    private final SeriesStore series;
    private final PointStore points;
    private final HourStore hours;
    private final Plugins plugins;
    private final Computing computing;
    private final ForecastCache cache;
    private final ForecastMetrics metrics;
    private final ForecastConfig config;

    Forecasts(
            TenantTransactions transactions,
            SeriesStore series,
            PointStore points,
            HourStore hours,
            Plugins plugins,
            Computing computing,
            ForecastCache cache,
            ForecastMetrics metrics,
            ForecastConfig config) {
        this.transactions = transactions;
        this.series = series;
        this.points = points;
        this.hours = hours;
        this.plugins = plugins;
        this.computing = computing;
        this.cache = cache;
        this.metrics = metrics;
        this.config = config.validated();
    }

    /**
     * How far to look.
     *
     * @param step   seconds between two values; 0 for the usual distance of the points
     * @param steps  ahead
     * @param levels of intervals, in (0, 1)
     */
    public record Ahead(long step, int steps, List<Double> levels) {}

    /** A stored series and what is known of its future. */
    public record Stored(Series series, ForecastAnswer answer) {}

    /** Forecasts a series that is given and not stored; values may be missing, which is no finite number. */
    public Uni<ForecastAnswer> ofGiven(long[] seconds, double[] values, Ahead ahead) {
        return of(new SeriesKey("", "", null, null), seconds, values, ahead);
    }

    private Uni<ForecastAnswer> of(SeriesKey key, long[] seconds, double[] values, Ahead ahead) {
        return compute(() -> ForecastAnswer.of(
                seconds,
                values,
                ahead.step(),
                ahead.steps(),
                ahead.levels(),
                plugins.predictors(key),
                () -> plugins.notices(PluginKind.PREDICTOR)));
    }

    /**
     * Forecasts the stored series of a metric with the latest point.
     *
     * @return null if there is none
     */
    public Uni<@Nullable Stored> of(TenantId tenant, String metric, @Nullable String source, Ahead ahead) {
        return transactions
                .inTenant(
                        tenant,
                        connection -> series.latest(connection, metric, source, 1)
                                .flatMap(found -> found.isEmpty()
                                        ? Uni.createFrom().<Loaded>nullItem()
                                        : load(connection, tenant, found.getFirst(), Figure.MEAN, ahead)))
                .flatMap(loaded -> loaded == null ? Uni.createFrom().nullItem() : answer(loaded));
    }

    /**
     * Forecasts the hours of the stored series of some metrics, those with the latest points first.
     *
     * @param figure an hour is summed up by; of the lowest values the forecast is turned over, so that the worst is always above
     */
    public Uni<List<Stored>> hourly(
            TenantId tenant, List<String> metrics, @Nullable String source, Figure figure, Ahead ahead, int most) {
        return transactions
                .inTenant(
                        tenant,
                        connection -> series.latestOf(connection, metrics, source, most)
                                .flatMap(found -> Multi.createFrom()
                                        .iterable(found)
                                        .onItem()
                                        .transformToUniAndConcatenate(
                                                one -> load(connection, tenant, one, figure, ahead))
                                        .collect()
                                        .asList()))
                .flatMap(loaded -> Multi.createFrom()
                        .iterable(loaded)
                        .onItem()
                        .transformToUniAndConcatenate(this::answer)
                        .collect()
                        .asList());
    }

    /** A series as it was read, before anything is computed; with a known answer nothing is read. */
    private record Loaded(
            ForecastCache.Key key, Series series, @Nullable ForecastAnswer known, List<MetricPoint> points) {}

    private Uni<Loaded> load(SqlConnection connection, TenantId tenant, Series one, Figure figure, Ahead ahead) {
        var key = new ForecastCache.Key(tenant, one.id(), one.points(), one.revision(), figure, ahead);
        ForecastAnswer known = cache.get(key);
        if (known != null) {
            return Uni.createFrom().item(new Loaded(key, one, known, List.of()));
        }
        long hoursPerStep = Math.max(1, ahead.step() / HOUR);
        Uni<List<MetricPoint>> read = ahead.step() >= HOUR
                ? hours.latest(connection, one.id(), figure, (int) Math.min(20_000, Grid.MOST * hoursPerStep))
                : points.latest(connection, one.id(), 5_000);
        return read.map(found -> new Loaded(key, one, null, found));
    }

    private Uni<Stored> answer(Loaded loaded) {
        ForecastAnswer known = loaded.known();
        if (known != null) {
            return Uni.createFrom().item(new Stored(loaded.series(), known));
        }
        long[] seconds = loaded.points().stream()
                .mapToLong(point -> point.at().getEpochSecond())
                .toArray();
        int sign = loaded.key().figure() == Figure.LOWEST ? -1 : 1;
        double[] values = loaded.points().stream()
                .mapToDouble(point -> sign * point.value())
                .toArray();
        return of(loaded.series().pluginKey(), seconds, values, loaded.key().ahead())
                .map(answer -> {
                    cache.put(loaded.key(), answer);
                    return new Stored(loaded.series(), answer);
                });
    }

    private Uni<ForecastAnswer> compute(Callable<ForecastAnswer> computation) {
        long began = System.nanoTime();
        return computing
                .run(computation)
                .ifNoItem()
                .after(config.deadline())
                .fail()
                .onFailure(TimeoutException.class)
                .transform(late -> new ProblemException(
                        ProblemType.DEADLINE_EXCEEDED, "The forecast was not computed in time; try again later."))
                .invoke(answer -> metrics.computed(Duration.ofNanos(System.nanoTime() - began)));
    }
}
