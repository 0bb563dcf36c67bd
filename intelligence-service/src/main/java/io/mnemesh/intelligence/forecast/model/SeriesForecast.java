package io.mnemesh.intelligence.forecast.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What comes next in a series, how it was found, and what it rests on. */
public final class SeriesForecast {

    /**
     * A candidate and its part in the forecast.
     *
     * @param weight 0 to 1; all together are one
     * @param error  mean absolute error over the earlier origins and all steps ahead, in the unit of the series
     */
    public record Share(String candidate, double weight, double error) {}

    /** A band that has room for the values with a probability, per step ahead. */
    public record Band(double level, double[] low, double[] high) {}

    private final double[] values;
    private final Seasons seasons;
    private final List<Share> shares;
    private final Residuals residuals;
    private final double scale;
    private final double error;
    private final boolean neverNegative;

    SeriesForecast(
            double[] values,
            Seasons seasons,
            List<Share> shares,
            Residuals residuals,
            double error,
            double scale,
            boolean neverNegative) {
        this.values = values;
        this.seasons = seasons;
        this.shares = shares;
        this.residuals = residuals;
        this.error = error;
        this.scale = scale;
        this.neverNegative = neverNegative;
    }

    /** One value per step ahead. */
    public double[] values() {
        return values.clone();
    }

    public int horizon() {
        return values.length;
    }

    /** Lengths of the seasons in steps, ascending. */
    public int[] seasons() {
        return seasons.periods().clone();
    }

    /** The candidates by their weight, heaviest first. */
    public List<Share> shares() {
        return shares;
    }

    /** Mean absolute error of the combination over the earlier origins, each with the weights that the others give. */
    public double error() {
        return error;
    }

    /** Earlier points that it was forecast from and compared with what came. */
    public int origins() {
        return residuals.origins();
    }

    /** Errors that bands rest on. */
    public int residuals() {
        return residuals.count();
    }

    /** Errors a band of this level needs at least. */
    public static int residualsFor(double level) {
        return Residuals.least(level);
    }

    /** @return null where there are too few errors for this level */
    public @Nullable Band band(double level) {
        double[] widths = residuals.halfWidths(level);
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
        double[][] paths = new double[2 * residuals.origins()][values.length];
        for (int origin = 0; origin < residuals.origins(); origin++) {
            double[] off = residuals.path(origin);
            for (int h = 0; h < values.length; h++) {
                paths[2 * origin][h] = Numbers.bounded(values[h] + off[h] * scale);
                paths[2 * origin + 1][h] = Numbers.bounded(values[h] - off[h] * scale);
            }
        }
        return paths;
    }
}
