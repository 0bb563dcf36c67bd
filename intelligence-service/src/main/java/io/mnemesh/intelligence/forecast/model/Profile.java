package io.mnemesh.intelligence.forecast.model;

/**
 * What the seasons add to a level, by additive classical decomposition: the level is a centred moving average over the longest
 * season; what is above it is averaged per place, later cycles counting more. Of two seasons the longer is what is left beside the
 * shorter, shrunk by how little of it repeats.
 */
final class Profile {

    /** By how much a cycle counts less than the one after it. */
    private static final double FADE = 0.75;

    private Profile() {}

    /** Mean per place of a season, from the first value on. */
    static double[] means(double[] values, int period) {
        return faded(values, period, 1);
    }

    /** What the seasons add, for each point and for {@code horizon} points after them; zeros without a season. */
    static double[] of(double[] values, Seasons seasons, int horizon) {
        double[] added = new double[values.length + horizon];
        if (seasons.periods().length == 0) {
            return added;
        }
        double[] above = above(values, seasons.longest());
        for (int period : seasons.periods()) {
            double[] profile = faded(above, period, FADE);
            double share = period == seasons.shortest() ? 1 : repeated(above, profile, period);
            for (int i = 0; i < above.length; i++) {
                above[i] -= share * profile[i % period];
            }
            for (int i = 0; i < added.length; i++) {
                added[i] += share * profile[i % period];
            }
        }
        return added;
    }

    /** The share of what is in a profile that comes again in each cycle: one minus the noise of a mean beside its size. */
    private static double repeated(double[] above, double[] profile, int period) {
        double noise = 0;
        double size = 0;
        int counted = 0;
        for (int i = 0; i < above.length; i++) {
            if (!Double.isNaN(above[i])) {
                noise += Math.pow(above[i] - profile[i % period], 2);
                counted++;
            }
        }
        double cycles = Math.max(1.5, (double) counted / period);
        for (double value : profile) {
            size += value * value / period;
        }
        double ofMean = noise / Math.max(1, counted) / (cycles - 1);
        return size == 0 ? 0 : Math.clamp(1 - ofMean / size, 0, 1);
    }

    private static double[] above(double[] values, int period) {
        double[] above = new double[values.length];
        int half = period / 2;
        boolean even = period % 2 == 0;
        double[] sums = new double[values.length + 1];
        for (int i = 0; i < values.length; i++) {
            sums[i + 1] = sums[i] + values[i];
        }
        for (int i = 0; i < values.length; i++) {
            if (i < half || i + half >= values.length) {
                above[i] = Double.NaN;
                continue;
            }
            double sum = sums[i + half + 1] - sums[i - half];
            if (even) {
                sum -= (values[i - half] + values[i + half]) / 2;
            }
            above[i] = values[i] - sum / period;
        }
        fillEnds(above, values, period);
        return above;
    }

    /** At the ends the level is that of the first and last whole season, along its slope. */
    private static void fillEnds(double[] above, double[] values, int period) {
        int half = period / 2;
        int n = values.length;
        if (n < 2 * period) {
            return;
        }
        double first = mean(values, 0, period);
        double last = mean(values, n - period, n);
        for (int i = 0; i < half; i++) {
            above[i] = values[i] - first;
            above[n - 1 - i] = values[n - 1 - i] - last;
        }
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }

    private static double[] faded(double[] values, int period, double fade) {
        double[] sums = new double[period];
        double[] weights = new double[period];
        int cycles = (values.length - 1) / period;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                double weight = Math.pow(fade, (double) (cycles - i / period) * period / 24);
                sums[i % period] += weight * values[i];
                weights[i % period] += weight;
            }
        }
        double mean = 0;
        for (int i = 0; i < period; i++) {
            sums[i] = weights[i] == 0 ? 0 : sums[i] / weights[i];
            mean += sums[i] / period;
        }
        for (int i = 0; i < period; i++) {
            sums[i] -= mean;
        }
        return sums;
    }
}
