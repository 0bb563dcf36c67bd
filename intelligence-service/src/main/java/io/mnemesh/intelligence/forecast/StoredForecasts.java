package io.mnemesh.intelligence.forecast;

import io.mnemesh.cache.CacheInvalidate;
import io.mnemesh.cache.CacheKey;
import io.mnemesh.cache.Cached;
import io.mnemesh.intelligence.erasure.CachedAnswers;
import io.mnemesh.intelligence.forecast.Forecasts.Ahead;
import io.mnemesh.intelligence.forecast.model.Grid;
import io.mnemesh.intelligence.forecast.model.SeriesForecast;
import io.mnemesh.intelligence.performance.MetricPoint;
import io.mnemesh.intelligence.performance.Series;
import io.mnemesh.intelligence.performance.persistence.HourStore;
import io.mnemesh.intelligence.performance.persistence.HourStore.Figure;
import io.mnemesh.intelligence.performance.persistence.PointStore;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/**
 * Forecasts of stored series, computed once for all instances: a key names the version of its series, so an answer is never older
 * than what the caller has read of the series.
 */
@ApplicationScoped
@RegisterForReflection(
        targets = {ForecastAnswer.class, Grid.class, SeriesForecast.class, SeriesForecast.Share.class},
        classNames = "io.mnemesh.intelligence.forecast.model.Residuals")
class StoredForecasts implements CachedAnswers {

    private static final String CACHE = "forecasts";
    private static final long HOUR = Duration.ofHours(1).toSeconds();
    private static final int MOST_HOURS = 20_000;
    private static final int MOST_POINTS = 5_000;

    private final TenantTransactions transactions;
    private final PointStore points;
    private final HourStore hours;
    private final ForecastComputation computation;

    StoredForecasts(
            TenantTransactions transactions, PointStore points, HourStore hours, ForecastComputation computation) {
        this.transactions = transactions;
        this.points = points;
        this.hours = hours;
        this.computation = computation;
    }

    /**
     * What is known of the future of a series.
     *
     * @param version of the question, from {@link #version}
     */
    @Cached(
            cache = CACHE,
            local = "${mnemesh.intelligence.forecast.cache.local-ttl}",
            localSize = "${mnemesh.intelligence.forecast.cache.local-size}",
            redis = "${mnemesh.intelligence.forecast.cache.redis-ttl}",
            timeout = "${mnemesh.intelligence.forecast.deadline}",
            tags = "learned")
    Uni<ForecastAnswer> of(TenantId tenant, @CacheKey String version, Series one, Figure figure, Ahead ahead) {
        long hoursPerStep = Math.max(1, ahead.step() / HOUR);
        return transactions
                .inTenant(
                        tenant,
                        connection -> ahead.step() >= HOUR
                                ? hours.latest(connection, one.id(), figure, (int)
                                        Math.min(MOST_HOURS, Grid.MOST * hoursPerStep))
                                : points.latest(connection, one.id(), MOST_POINTS))
                .flatMap(found -> compute(found, one, figure, ahead));
    }

    private Uni<ForecastAnswer> compute(List<MetricPoint> found, Series one, Figure figure, Ahead ahead) {
        long[] seconds =
                found.stream().mapToLong(point -> point.at().getEpochSecond()).toArray();
        int sign = figure == Figure.LOWEST ? -1 : 1;
        double[] values =
                found.stream().mapToDouble(point -> sign * point.value()).toArray();
        return computation.of(one.pluginKey(), seconds, values, ahead);
    }

    @Override
    @CacheInvalidate(cache = CACHE, tags = "learned")
    public Uni<Void> forget(TenantId tenant) {
        return Uni.createFrom().voidItem();
    }

    /** Names a question about the state of a series it was read in. */
    static String version(Series one, Figure figure, Ahead ahead) {
        return one.id() + ":" + one.points() + ":" + one.revision() + ":" + figure + ":" + ahead.step() + ":"
                + ahead.steps() + ":" + ahead.levels();
    }
}
