package io.mnemesh.intelligence.forecast.model;

import io.mnemesh.intelligence.forecast.model.SeriesForecast.Share;
import io.mnemesh.intelligence.spi.Predictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts a series by several classical candidates, each weighed by how it did from earlier origins: the weighted median of what
 * they say (combination: Bates and Granger 1969; medians: Petropoulos and Svetunkov 2020; rolling origins: Tashman 2000). A candidate that failed from any origin is left out. Deterministic; the time is
 * bounded by {@link Grid#MOST} values and {@link #LONGEST} steps ahead.
 */
public final class Forecaster {

    /** Name of the method; another one where the same series may get another forecast. */
    public static final String VERSION = "forecast-1";

    /** Values below which nothing is said. */
    public static final int LEAST = 20;

    /** Most steps ahead. */
    public static final int LONGEST = 400;

    /** Values there have to be for each step ahead. */
    public static final int PER_STEP = 3;

    private static final int ORIGINS = 12;

    /** Steps back that origins lie at, in horizons. */
    private static final int SPAN = 4;

    /** How much more a candidate counts that is better than others. */
    private static final double POWER = 3;

    /** How far beyond what was seen a forecast may go, in widths of what was seen. */
    private static final double BEYOND = 3;

    private static final double NOTHING = 1e-12;

    private static final double HALF = 0.5;

    private static final List<Candidate> PLAIN =
            List.of(new SeasonalNaive(), new Theta(), new HoltWinters(), new AutoRegression(), new Harmonics());

    private Forecaster() {}

    /** Steps ahead that can be looked at with so many values: a third of them, so that there are origins to learn errors from. */
    public static int horizon(int values, int wanted) {
        return values < LEAST ? 0 : Math.min(Math.min(wanted, LONGEST), values / PER_STEP);
    }

    /** The names of the candidates. */
    public static List<String> candidates() {
        return candidates(true).stream().map(Candidate::name).toList();
    }

    /**
     * @param series finite values at equal distances, at least {@link #LEAST}
     * @param wanted steps ahead; shortened as {@link #horizon} says
     * @return null with too few values
     */
    public static @Nullable SeriesForecast of(double[] series, int wanted) {
        return of(series, wanted, List.of());
    }

    /**
     * The same with more candidates beside the standard ones.
     *
     * @param added each with a name of its own
     * @return null with too few values
     */
    public static @Nullable SeriesForecast of(double[] series, int wanted, List<Predictor> added) {
        int horizon = horizon(series.length, wanted);
        if (horizon < 1) {
            return null;
        }
        double scale = Arrays.stream(series).map(Math::abs).max().orElse(0);
        scale = scale == 0 ? 1 : scale;
        double[] scaled = new double[series.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = series[i] / scale;
        }
        double lowest = Arrays.stream(scaled).min().orElse(0);
        return new Trial(scaled, horizon, lowest > 1e-9, added).forecast(scale, lowest >= 0);
    }

    /**
     * What each candidate says by itself, for comparison. Those that have nothing to say are left out.
     *
     * @param series finite values at equal distances
     */
    public static Map<String, double[]> alone(double[] series, int horizon) {
        Seasons seasons = Seasons.of(series);
        boolean positive = Arrays.stream(series).min().orElse(0) > 0;
        var said = new LinkedHashMap<String, double[]>();
        for (Candidate candidate : candidates(positive)) {
            if (series.length >= candidate.least(seasons)) {
                double[] forecast = candidate.forecast(series, seasons, horizon);
                if (Arrays.stream(forecast).allMatch(Double::isFinite)) {
                    said.put(candidate.name(), forecast);
                }
            }
        }
        return said;
    }

    private static List<Candidate> candidates(boolean positive) {
        var candidates = new ArrayList<>(PLAIN);
        if (positive) {
            PLAIN.stream().skip(1).map(Logarithmic::new).forEach(candidates::add);
        }
        return List.copyOf(candidates);
    }

    /** A candidate with what it said from each origin, and at last from the end. */
    private record Tried(String name, double[][] said, double[] errors, double[] ahead) {

        double error() {
            return Arrays.stream(errors).average().orElse(0);
        }

        /** Mean error over the other origins. */
        double errorBeside(int origin) {
            return errors.length < 2 ? error() : (error() * errors.length - errors[origin]) / (errors.length - 1);
        }
    }

    private static final class Trial {
        private final double[] series;
        private final int horizon;
        private final Seasons seasons;
        private final int[] origins;
        private final double low;
        private final double high;
        private final List<Tried> tried;

        Trial(double[] series, int horizon, boolean positive, List<Predictor> added) {
            this.series = series;
            this.horizon = horizon;
            this.seasons = Seasons.of(series);
            this.origins = origins(series.length, horizon);
            double least = Arrays.stream(series).min().orElse(0);
            double most = Arrays.stream(series).max().orElse(0);
            this.low = least - BEYOND * (most - least) - NOTHING;
            this.high = most + BEYOND * (most - least) + NOTHING;
            this.tried = Stream.concat(candidates(positive).stream(), added.stream())
                    .map(this::attempt)
                    .filter(Objects::nonNull)
                    .toList();
        }

        private static int[] origins(int length, int horizon) {
            int last = length - horizon;
            int first = Math.max(length / 2, last - SPAN * horizon);
            int count = Math.min(ORIGINS, last - first + 1);
            int[] origins = new int[count];
            for (int k = 0; k < count; k++) {
                origins[k] = count == 1 ? last : first + (int) Math.round((double) k * (last - first) / (count - 1));
            }
            return origins;
        }

        private @Nullable Tried attempt(Predictor candidate) {
            int[] periods = seasons.periods();
            if (origins[0] < candidate.least(periods)) {
                return null;
            }
            double[][] said = new double[origins.length][];
            double[] errors = new double[origins.length];
            for (int k = 0; k < origins.length; k++) {
                said[k] = candidate.forecast(Arrays.copyOf(series, origins[k]), periods, horizon);
                if (!isUsable(said[k])) {
                    return null;
                }
                for (int h = 0; h < horizon; h++) {
                    errors[k] += Math.abs(series[origins[k] + h] - said[k][h]) / horizon;
                }
            }
            double[] ahead = candidate.forecast(series, periods, horizon);
            return isUsable(ahead) ? new Tried(candidate.name(), said, errors, ahead) : null;
        }

        private boolean isUsable(double[] forecast) {
            return Arrays.stream(forecast).allMatch(value -> value >= low && value <= high);
        }

        SeriesForecast forecast(double scale, boolean neverNegative) {
            double[][] off = new double[origins.length][horizon];
            double error = 0;
            for (int k = 0; k < origins.length; k++) {
                int origin = k;
                double[] weights = weights(tried.stream()
                        .mapToDouble(one -> one.errorBeside(origin))
                        .toArray());
                double[] said = combined(
                        weights, tried.stream().map(one -> one.said()[origin]).toArray(double[][]::new));
                for (int h = 0; h < horizon; h++) {
                    off[k][h] = series[origins[k] + h] - said[h];
                    error += Math.abs(off[k][h]) / horizon / origins.length;
                }
            }
            double[] weights = weights(tried.stream().mapToDouble(Tried::error).toArray());
            double[] ahead = combined(weights, tried.stream().map(Tried::ahead).toArray(double[][]::new));
            double[] values = new double[horizon];
            for (int h = 0; h < horizon; h++) {
                values[h] = Numbers.bounded((neverNegative ? Math.max(0, ahead[h]) : ahead[h]) * scale);
            }
            return new SeriesForecast(
                    values,
                    seasons.periods(),
                    shares(weights, scale),
                    Residuals.of(off, horizon),
                    Numbers.bounded(error * scale),
                    scale,
                    neverNegative);
        }

        private List<Share> shares(double[] weights, double scale) {
            var shares = new ArrayList<Share>();
            for (int c = 0; c < weights.length; c++) {
                Tried one = tried.get(c);
                shares.add(new Share(one.name(), weights[c], Numbers.bounded(one.error() * scale)));
            }
            shares.sort(Comparator.comparingDouble(Share::weight).reversed());
            return List.copyOf(shares);
        }

        private static double[] weights(double[] errors) {
            double least = Arrays.stream(errors).min().orElse(0) + NOTHING;
            double[] weights = Arrays.stream(errors)
                    .map(error -> Math.pow(least / (error + NOTHING), POWER))
                    .toArray();
            double sum = Arrays.stream(weights).sum();
            return Arrays.stream(weights).map(weight -> weight / sum).toArray();
        }

        /** The weighted median per step ahead: one candidate that is far off moves it little. */
        private double[] combined(double[] weights, double[][] said) {
            double[] combined = new double[horizon];
            for (int h = 0; h < horizon; h++) {
                int step = h;
                int[] order = IntStream.range(0, weights.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(c -> said[c][step]))
                        .mapToInt(Integer::intValue)
                        .toArray();
                double below = 0;
                int c = 0;
                while (c < order.length - 1 && below + weights[order[c]] < HALF - NOTHING) {
                    below += weights[order[c++]];
                }
                boolean isBetween = c < order.length - 1 && below + weights[order[c]] <= HALF + NOTHING;
                double upper = said[order[isBetween ? c + 1 : c]][h];
                combined[h] = (said[order[c]][h] + upper) / 2;
            }
            return combined;
        }
    }
}
