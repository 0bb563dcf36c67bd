package io.mnemesh.intelligence.capacity;

import io.mnemesh.intelligence.capacity.Outlook.Advice;
import io.mnemesh.intelligence.forecast.ForecastAnswer;
import io.mnemesh.intelligence.forecast.Forecasts;
import io.mnemesh.intelligence.forecast.Forecasts.Ahead;
import io.mnemesh.intelligence.forecast.model.LimitReach;
import io.mnemesh.intelligence.forecast.model.SeriesForecast;
import io.mnemesh.intelligence.performance.Series;
import io.mnemesh.intelligence.performance.persistence.HourStore.Figure;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says when series reach their limits, from what they were at worst in each hour. */
@ApplicationScoped
public class Capacity {

    private static final long HOUR = Duration.ofHours(1).toSeconds();
    private static final List<Double> LEVELS = List.of(LimitReach.LEVEL);

    private final Forecasts forecasts;
    private final CapacityConfig config;

    Capacity(Forecasts forecasts, CapacityConfig config) {
        this.forecasts = forecasts;
        this.config = config.validated();
    }

    /**
     * What is asked.
     *
     * @param metric  only this one; null for all that have a limit
     * @param source  only this one
     * @param limit   of the metric, instead of the configured one
     * @param isFloor whether values are to stay above the limit
     * @param hours   ahead; 0 for the configured horizon
     */
    public record Question(
            @Nullable String metric,
            @Nullable String source,
            @Nullable Double limit,
            boolean isFloor,
            int hours) {}

    /** The series that have a limit, those most likely to reach it first. */
    public Uni<List<Outlook>> of(TenantId tenant, Question question) {
        int hours = question.hours() == 0 ? (int) config.horizon().toHours() : question.hours();
        String metric = question.metric();
        Double limit = question.limit();
        Map<String, Double> limits = limit == null || metric == null ? config.limits() : Map.of(metric, limit);
        List<String> metrics = metric == null
                ? limits.keySet().stream().sorted().toList()
                : limits.containsKey(metric) ? List.of(metric) : List.of();
        return forecasts
                .hourly(
                        tenant,
                        metrics,
                        question.source(),
                        question.isFloor() ? Figure.LOWEST : Figure.HIGHEST,
                        new Ahead(HOUR, hours, LEVELS),
                        config.series())
                .map(stored -> stored.stream()
                        .map(one -> outlook(
                                one.series(),
                                one.answer(),
                                limits.getOrDefault(one.series().name().metric(), Double.MAX_VALUE),
                                question.isFloor()))
                        .sorted((a, b) -> Double.compare(probability(b), probability(a)))
                        .toList());
    }

    private static double probability(Outlook outlook) {
        LimitReach reach = outlook.reach();
        return reach == null ? -1 : reach.probability();
    }

    private Outlook outlook(Series series, ForecastAnswer answer, double limit, boolean isFloor) {
        SeriesForecast forecast = answer.forecast();
        if (forecast == null) {
            return new Outlook(series, limit, isFloor, answer, null, null);
        }
        double ceiling = isFloor ? -limit : limit;
        LimitReach reach = LimitReach.of(forecast, ceiling);
        return new Outlook(series, limit, isFloor, answer, reach, advice(forecast, reach, isFloor));
    }

    /** The smallest limit that is reached with less than what is tolerated: the peak of the ways, from the highest down. */
    private @Nullable Advice advice(SeriesForecast forecast, LimitReach reach, boolean isFloor) {
        if (reach.probability() < config.tolerated()) {
            return null;
        }
        double[] peaks = Arrays.stream(forecast.paths())
                .mapToDouble(path -> Arrays.stream(path).max().orElse(0))
                .sorted()
                .toArray();
        double wanted = Math.nextUp(peaks[peaks.length - 1]);
        for (int i = peaks.length - 1; i >= 0; i--) {
            double lower = Math.nextUp(peaks[i]);
            if (LimitReach.of(forecast, lower).probability() >= config.tolerated()) {
                break;
            }
            wanted = lower;
        }
        return new Advice(
                isFloor ? -wanted : wanted, LimitReach.of(forecast, wanted).probability());
    }
}
