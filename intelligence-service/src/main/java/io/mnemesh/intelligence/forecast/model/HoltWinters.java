package io.mnemesh.intelligence.forecast.model;

import java.util.Arrays;

/**
 * Exponential smoothing with a damped trend, each season smoothed beside the other, and what is left of an error in the next step
 * (Holt 1957, Winters 1960, Gardner and McKenzie 1985; several seasons and the autoregressive error: Taylor 2003, 2010). Additive;
 * constants are those with the least squared one-step error after the cycles the states begin with.
 */
final class HoltWinters implements Candidate {

    private static final int EVALUATIONS = 160;
    private static final double DAMPING = 0.98;

    /** Largest rate at which level, trend and seasons may follow an error. */
    private static final double MOST_TREND = 0.1;

    private static final double MOST_SEASON = 0.6;

    @Override
    public String name() {
        return "holt-winters";
    }

    @Override
    public int least(Seasons seasons) {
        return Math.max(12, (int) (2.5 * seasons.longest()));
    }

    @Override
    public double[] forecast(double[] history, Seasons seasons, int horizon) {
        int[] periods = seasons.periods();
        double[] start = new double[3 + periods.length];
        Arrays.fill(start, 0.2);
        start[1] = 0.02;
        start[2] = 0.5;
        double[] best = Simplex.least(at -> new Run(history, periods, at).squares(), start, 0.25, EVALUATIONS);
        return new Run(history, periods, best).forecast(horizon);
    }

    /** One pass over the history with given constants: level, trend, error of the step before, then the seasons. */
    private static final class Run {
        private final double[][] season;
        private final int[] periods;
        private final int n;
        private final double kept;
        private double level;
        private double trend;
        private double error;
        private double squares;

        Run(double[] history, int[] periods, double[] constants) {
            this.periods = periods;
            this.n = history.length;
            this.kept = constants[2];
            this.season = new double[periods.length][];
            int longest = periods.length == 0 ? 1 : periods[periods.length - 1];
            int begin = periods.length == 0 ? Math.min(n, 8) : 2 * longest;
            start(Arrays.copyOf(history, begin));
            for (int i = 0; i < n; i++) {
                step(history[i], i, constants, i >= longest);
            }
        }

        private void start(double[] first) {
            double[] left = first.clone();
            level = Arrays.stream(first).average().orElse(0);
            for (int i = 0; i < left.length; i++) {
                left[i] -= level;
            }
            for (int s = 0; s < periods.length; s++) {
                season[s] = Profile.means(left, periods[s]);
                for (int i = 0; i < left.length; i++) {
                    left[i] -= season[s][i % periods[s]];
                }
            }
        }

        private void step(double value, int i, double[] constants, boolean isCounted) {
            double expected = level + DAMPING * trend;
            for (int s = 0; s < periods.length; s++) {
                expected += season[s][i % periods[s]];
            }
            double raw = value - expected;
            double off = raw - kept * error;
            squares += isCounted ? off * off : 0;
            level += DAMPING * trend + constants[0] * off;
            trend = DAMPING * trend + constants[1] * MOST_TREND * off;
            for (int s = 0; s < periods.length; s++) {
                season[s][i % periods[s]] += constants[3 + s] * MOST_SEASON * off;
            }
            error = raw;
        }

        double squares() {
            return squares;
        }

        double[] forecast(int horizon) {
            double[] forecast = new double[horizon];
            double damped = DAMPING;
            double sum = 0;
            double rest = error;
            for (int h = 0; h < horizon; h++) {
                sum += damped * trend;
                damped *= DAMPING;
                rest *= kept;
                forecast[h] = level + sum + rest;
                for (int s = 0; s < periods.length; s++) {
                    forecast[h] += season[s][(n + h) % periods[s]];
                }
            }
            return forecast;
        }
    }
}
