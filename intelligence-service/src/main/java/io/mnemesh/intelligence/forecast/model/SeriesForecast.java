package io.mnemesh.intelligence.forecast.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes next in a series, how it was found, and what it rests on. Its arrays are shared: nobody changes them.
 *
 * @param values        one per step ahead
 * @param seasons       their lengths in steps, ascending
 * @param shares        the candidates by their weight, heaviest first
 * @param errors        what forecasts from earlier origins were off by, in units of {@code scale}
 * @param error         mean absolute error of the combination over the earlier origins, each with the weights that the others give
 * @param scale         of the series
 * @param neverNegative whether no value of the series was
 */
public record SeriesForecast(
        double[] values,
        int[] seasons,
        List<Share> shares,
        Residuals errors,
        double error,
        double scale,
        boolean neverNegative) {

    /**
     * A candidate and its part in the forecast.
     *
     * @param weight 0 to 1; all together are one
     * @param error  mean absolute error over the earlier origins and all steps ahead, in the unit of the series
     */
    public record Share(String candidate, double weight, double error) {}

    /** A band that has room for the values with a probability, per step ahead. */
    public record Band(double level, double[] low, double[] high) {}

    public int horizon() {
        return values.length;
    }

    /** Earlier points that it was forecast from and compared with what came. */
    public int origins() {
        return errors.origins();
    }

    /** Errors that bands rest on. */
    public int residuals() {
        return errors.count();
    }

    /** Errors a band of this level needs at least. */
    public static int residualsFor(double level) {
        return Residuals.least(level);
    }

    /** @return null where there are too few errors for this level */
    public @Nullable Band band(double level) {
        double[] widths = errors.halfWidths(level);
        if (widths == null) {
            return null;
        }
        double[] low = new double[values.length];
        double[] high = new double[values.length];
        for (int h = 0; h < values.length; h++) {
            double width = widths[h] * scale;
            low[h] = Numbers.bounded(neverNegative ? Math.max(0, values[h] - width) : values[h] - width);
            high[h] = Numbers.bounded(values[h] + width);
        }
        return new Band(level, low, high);
    }

    /**
     * Ways the series may take: the forecast with what it was off by from each earlier origin, added and taken away.
     *
     * @return twice as many as {@link #origins}, with one value per step ahead
     */
    public double[][] paths() {
        double[][] paths = new double[2 * errors.origins()][values.length];
        for (int origin = 0; origin < errors.origins(); origin++) {
            double[] off = errors.path(origin);
            for (int h = 0; h < values.length; h++) {
                paths[2 * origin][h] = Numbers.bounded(values[h] + off[h] * scale);
                paths[2 * origin + 1][h] = Numbers.bounded(values[h] - off[h] * scale);
            }
        }
        return paths;
    }
}
