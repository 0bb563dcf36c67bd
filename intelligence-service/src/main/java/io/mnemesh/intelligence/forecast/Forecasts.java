package io.mnemesh.intelligence.forecast;

import io.mnemesh.intelligence.performance.Series;
import io.mnemesh.intelligence.performance.persistence.HourStore.Figure;
import io.mnemesh.intelligence.performance.persistence.SeriesStore;
import io.mnemesh.intelligence.spi.SeriesKey;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts series. Steps of an hour and more are taken from the hours that are kept of a series, shorter ones from its latest points.
 * Answers about stored series are {@linkplain StoredForecasts cached} until the series changes.
 */
@ApplicationScoped
public class Forecasts {

    private final TenantTransactions transactions;
    private final SeriesStore series;
    private final ForecastComputation computation;
    private final StoredForecasts stored;

    Forecasts(
            TenantTransactions transactions,
            SeriesStore series,
            ForecastComputation computation,
            StoredForecasts stored) {
        this.transactions = transactions;
        this.series = series;
        this.computation = computation;
        this.stored = stored;
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
        return computation.of(new SeriesKey("", "", null, null), seconds, values, ahead);
    }

    /**
     * Forecasts the stored series of a metric with the latest point.
     *
     * @return null if there is none
     */
    public Uni<@Nullable Stored> of(TenantId tenant, String metric, @Nullable String source, Ahead ahead) {
        return transactions
                .inTenant(tenant, connection -> series.latest(connection, metric, source, 1))
                .flatMap(found -> found.isEmpty()
                        ? Uni.createFrom().nullItem()
                        : answer(tenant, found.getFirst(), Figure.MEAN, ahead));
    }

    /**
     * Forecasts the hours of the stored series of some metrics, those with the latest points first.
     *
     * @param figure an hour is summed up by; of the lowest values the forecast is turned over, so that the worst is always above
     */
    public Uni<List<Stored>> hourly(
            TenantId tenant, List<String> metrics, @Nullable String source, Figure figure, Ahead ahead, int most) {
        return transactions
                .inTenant(tenant, connection -> series.latestOf(connection, metrics, source, most))
                .flatMap(found -> Multi.createFrom()
                        .iterable(found)
                        .onItem()
                        .transformToUniAndConcatenate(one -> answer(tenant, one, figure, ahead))
                        .collect()
                        .asList());
    }

    private Uni<Stored> answer(TenantId tenant, Series one, Figure figure, Ahead ahead) {
        return stored.of(tenant, StoredForecasts.version(one, figure, ahead), one, figure, ahead)
                .map(answer -> new Stored(one, answer));
    }
}
