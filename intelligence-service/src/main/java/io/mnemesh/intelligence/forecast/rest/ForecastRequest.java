package io.mnemesh.intelligence.forecast.rest;

import io.mnemesh.intelligence.forecast.Forecasts.Ahead;
import io.mnemesh.intelligence.forecast.model.Forecaster;
import io.mnemesh.mesh.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A question for the future of a series.
 *
 * @param metric  a metric whose points were recorded
 * @param source  only of this source
 * @param points  or else the points of a series; they are not stored
 * @param step    time between two values; the usual distance of the points if it is left out
 * @param horizon steps ahead
 * @param levels  of the intervals
 */
@Schema(name = "ForecastRequest")
public record ForecastRequest(
        @Schema(examples = "request_latency_p95") @Nullable String metric,
        @Schema(examples = "gateway") @Nullable String source,
        @Nullable List<@Nullable PointBody> points,
        @Schema(examples = "PT1H") @Nullable String step,

        @Schema(defaultValue = "24", minimum = "1", maximum = "400") @Nullable
        Integer horizon,

        @Schema(defaultValue = "[0.8, 0.95]") @Nullable List<@Nullable Double> levels) {

    private static final int MOST_POINTS = 20_000;
    private static final int MOST_LEVELS = 5;
    private static final int STANDARD = 24;
    private static final double LEAST_LEVEL = 0.5;
    private static final double MOST_LEVEL = 0.999;
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    /** A value and its time; a value may be missing. */
    @Schema(name = "ForecastPoint")
    public record PointBody(@Nullable Instant at, @Nullable Double value) {}

    /** @throws ProblemException {@code invalid-value}, with the field */
    Ahead ahead() {
        int steps = horizon == null ? STANDARD : horizon;
        if (steps < 1 || steps > Forecaster.LONGEST) {
            throw ProblemException.invalid(
                    "horizon", "The horizon is a number of steps from 1 to " + Forecaster.LONGEST + ".");
        }
        return new Ahead(step == null ? 0 : seconds(step), steps, checkedLevels());
    }

    private List<Double> checkedLevels() {
        if (levels == null) {
            return List.of(0.8, 0.95);
        }
        var checked = new TreeSet<Double>();
        for (Double level : levels) {
            if (level == null || !(level >= LEAST_LEVEL && level <= MOST_LEVEL)) {
                throw ProblemException.invalid(
                        "levels", "A level is a number from " + LEAST_LEVEL + " to " + MOST_LEVEL + ".");
            }
            checked.add(level);
        }
        if (checked.size() > MOST_LEVELS) {
            throw ProblemException.invalid("levels", "There may be at most " + MOST_LEVELS + " levels.");
        }
        return List.copyOf(checked);
    }

    private static long seconds(String step) {
        try {
            Duration duration = Duration.parse(step);
            if (duration.toSeconds() >= 1 && duration.compareTo(LONGEST) <= 0) {
                return duration.toSeconds();
            }
        } catch (DateTimeException e) {
            throw badStep();
        }
        throw badStep();
    }

    private static ProblemException badStep() {
        return ProblemException.invalid("step", "A step is a time like PT5M or PT1H, from a second to 31 days.");
    }

    /** Times of the points in seconds since the epoch. */
    static long[] times(List<@Nullable PointBody> points) {
        if (points.isEmpty() || points.size() > MOST_POINTS) {
            throw ProblemException.invalid("points", "1 to " + MOST_POINTS + " points are needed, or none at all.");
        }
        long[] times = new long[points.size()];
        for (int i = 0; i < times.length; i++) {
            PointBody point = points.get(i);
            Instant at = point == null ? null : point.at();
            if (at == null || at.isBefore(Instant.EPOCH) || at.isAfter(LATEST)) {
                throw ProblemException.invalid("points[" + i + "].at", "A time since 1970 is needed.");
            }
            times[i] = at.getEpochSecond();
        }
        return times;
    }

    /** The values of the points; NaN where one is missing. */
    static double[] values(List<@Nullable PointBody> points) {
        double[] values = new double[points.size()];
        for (int i = 0; i < values.length; i++) {
            PointBody point = points.get(i);
            Double value = point == null ? null : point.value();
            values[i] = value == null ? Double.NaN : value;
        }
        return values;
    }
}
