package io.mnemesh.intelligence.capacity.rest;

import io.mnemesh.intelligence.capacity.Outlook;
import io.mnemesh.intelligence.capacity.Outlook.Advice;
import io.mnemesh.intelligence.forecast.model.LimitReach;
import io.mnemesh.intelligence.forecast.model.SeriesForecast;
import io.mnemesh.intelligence.performance.rest.Rounded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * When resources reach their limits.
 *
 * @param items   the series that have a limit, those most likely to reach it first
 * @param missing what would be needed to say anything
 */
@Schema(name = "CapacityOutlook")
public record CapacityView(List<ItemView> items, List<String> missing) {

    /**
     * A series and its limit.
     *
     * @param direction   {@code above} if the limit is reached by growing, {@code below} by shrinking
     * @param horizon     how far was looked ahead
     * @param probability of reaching the limit within the horizon
     * @param timeToLimit when; null with too little evidence
     */
    @Schema(name = "ResourceOutlook")
    public record ItemView(
            String metric,
            String source,
            @Nullable String unit,
            double limit,
            String direction,
            double latest,
            @Nullable String horizon,
            @Nullable Double probability,
            @Nullable TimeView timeToLimit,
            @Nullable AdviceView recommendation,
            String model,
            int hours,
            int origins,
            List<String> missing) {}

    /**
     * When a limit is reached; a time is null if it is not reached within the horizon.
     *
     * @param expected by the forecast
     * @param earliest by then one way of twenty that the series may take has reached it
     * @param latest   by then nineteen of twenty have
     * @param ways     that were looked at
     */
    @Schema(name = "TimeToLimit")
    public record TimeView(
            @Nullable String expected,
            @Nullable Instant expectedAt,
            @Nullable String earliest,
            @Nullable String latest,
            double level,
            int ways) {}

    /**
     * What to do.
     *
     * @param limit          to make room for
     * @param expectedEffect probability of reaching that limit within the horizon
     */
    @Schema(name = "CapacityAdvice")
    public record AdviceView(String recommendation, double limit, double expectedEffect) {}

    static CapacityView of(List<Outlook> outlooks, String missing) {
        return new CapacityView(
                outlooks.stream().map(CapacityView::item).toList(), outlooks.isEmpty() ? List.of(missing) : List.of());
    }

    private static ItemView item(Outlook one) {
        SeriesForecast forecast = one.answer().forecast();
        LimitReach reach = one.reach();
        return new ItemView(
                one.series().name().metric(),
                one.series().name().source(),
                one.series().unit(),
                one.limit(),
                one.isFloor() ? "below" : "above",
                Rounded.of(one.latest()),
                forecast == null ? null : hours(forecast.horizon()),
                reach == null ? null : Rounded.of(reach.probability()),
                reach == null ? null : time(one, reach),
                advice(one),
                one.answer().model(),
                one.answer().grid().values().length,
                forecast == null ? 0 : forecast.origins(),
                one.answer().missing());
    }

    private static TimeView time(Outlook one, LimitReach reach) {
        Integer expected = reach.expected();
        var grid = one.answer().grid();
        return new TimeView(
                hours(expected),
                expected == null ? null : Instant.ofEpochSecond(grid.end() + expected * grid.step()),
                hours(reach.earliest()),
                hours(reach.latest()),
                LimitReach.LEVEL,
                reach.ways());
    }

    private static @Nullable String hours(@Nullable Integer hours) {
        return hours == null ? null : Duration.ofHours(hours).toString();
    }

    private static @Nullable AdviceView advice(Outlook one) {
        Advice advice = one.advice();
        LimitReach reach = one.reach();
        SeriesForecast forecast = one.answer().forecast();
        if (advice == null || reach == null || forecast == null) {
            return null;
        }
        double limit = Rounded.of(advice.limit());
        String text =
                "Make room for %s %s instead of %s: within %d hours the limit is reached with a probability of %.2f, that one with %.2f."
                        .formatted(
                                one.isFloor() ? "values down to" : "values up to",
                                limit,
                                one.limit(),
                                forecast.horizon(),
                                reach.probability(),
                                advice.probability());
        return new AdviceView(text, limit, Rounded.of(advice.probability()));
    }
}
