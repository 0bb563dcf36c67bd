package io.mnemesh.intelligence.forecast;

import io.mnemesh.intelligence.forecast.model.Forecaster;
import io.mnemesh.intelligence.forecast.model.Grid;
import io.mnemesh.intelligence.forecast.model.SeriesForecast;
import io.mnemesh.intelligence.spi.Predictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the future of a series.
 *
 * @param points   points that were looked at
 * @param grid     the series at equal distances
 * @param forecast null with too little evidence
 * @param missing  what would be needed to say more
 */
public record ForecastAnswer(
        int points, Grid grid, @Nullable SeriesForecast forecast, List<String> missing) {

    /**
     * Computes for some hundred milliseconds at most and is no work for an event loop.
     *
     * @param added   candidates beside the standard ones
     * @param notices what is missing of these, asked for when they were
     */
    static ForecastAnswer of(
            long[] seconds,
            double[] values,
            long step,
            int horizon,
            List<Double> levels,
            List<Predictor> added,
            Supplier<List<String>> notices) {
        Grid grid = Grid.of(seconds, values, step, Forecaster.LEAST);
        SeriesForecast forecast = Forecaster.of(grid.values(), horizon, added);
        var missing = new ArrayList<>(missing(grid, forecast, horizon, levels));
        missing.addAll(notices.get());
        return new ForecastAnswer(seconds.length, grid, forecast, List.copyOf(missing));
    }

    /** Name of the method and how much it was computed from. */
    public String model() {
        return Forecaster.VERSION + "@" + grid.values().length;
    }

    private static List<String> missing(
            Grid grid, @Nullable SeriesForecast forecast, int horizon, List<Double> levels) {
        var missing = new ArrayList<String>();
        int values = grid.values().length;
        if (forecast == null) {
            missing.add("For a forecast " + Forecaster.LEAST + " values without a long gap; there "
                    + (values == 1 ? "is 1." : "are " + values + "."));
        } else {
            if (forecast.horizon() < horizon) {
                missing.add("To look " + horizon + " steps ahead " + Forecaster.PER_STEP * horizon
                        + " values; there are " + values + ", so it is " + forecast.horizon() + " steps.");
            }
            for (double level : levels) {
                if (forecast.band(level) == null) {
                    missing.add("For the interval of " + level + " " + SeriesForecast.residualsFor(level)
                            + " errors of earlier forecasts; there are " + forecast.residuals() + ".");
                }
            }
            if (Arrays.stream(grid.values()).distinct().count() == 1) {
                missing.add("For intervals values that differ: all " + values + " are the same.");
            }
            if (grid.filled() > values / 4) {
                missing.add("Points without gaps: " + grid.filled() + " of " + values + " values had to be filled in.");
            }
        }
        if (grid.unused() > 0) {
            missing.add("Use of " + grid.unused()
                    + " points: they have no finite value, share their time with another, or lie beyond a long gap"
                    + " or the latest " + Grid.MOST + " values.");
        }
        return List.copyOf(missing);
    }
}
