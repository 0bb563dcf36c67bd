package io.mnemesh.intelligence.performance.evidence;

import org.jspecify.annotations.Nullable;

/**
 * Whether two series go together, one perhaps some time after the other. Both are brought to common times by the means of windows as
 * long as the wider of their steps; only windows that both have points in count. A straight trend is taken out, for two things
 * that grow always go together. Of all lags up to twelve windows the strongest coefficient of Pearson is taken.
 *
 * <p>Windows in a row are not independent, so the sample counts for as many as Bartlett's formula leaves of it
 * (n · (1 − ab) / (1 + ab), with a and b the lag-one autocorrelations), and the interval is Fisher's at 95 %, widened by the number of
 * lags and pairs that were looked at. It is correlation: nothing was intervened in.
 */
public final class LaggedCorrelation {

    /** Windows that both series must have points in. */
    public static final int LEAST = 30;

    /** Windows one series may be behind the other. */
    public static final int LAGS = 12;

    /** Independent windows that must be left. */
    private static final double EFFECTIVE = 10;

    /** Least end of the interval that is worth telling. */
    private static final double WEAK = 0.2;

    private static final double DOUBT = 0.05;

    /** Difference of coefficients that is none. */
    private static final double SAME = 1e-9;

    /** Sum of squares of a constant. */
    private static final double NOTHING = 1e-18;

    /** Windows that are looked at, from the latest back. */
    private static final int WINDOWS = 20_000;

    private LaggedCorrelation() {}

    /**
     * What was found of two series.
     *
     * @param coefficient Pearson's, -1 to 1
     * @param low         lower end of its interval at 95 %
     * @param high        upper end
     * @param lag         seconds by which the first is ahead of the second; negative if it is behind
     * @param samples     windows that were compared
     * @param effective   independent windows these are worth
     * @param slope       how much the second changes with one unit of the first
     */
    public record Found(
            double coefficient, double low, double high, long lag, int samples, double effective, double slope) {

        /** True if it is more than chance and more than next to nothing. */
        public boolean isTold() {
            return effective >= EFFECTIVE && Math.max(low, -high) >= WEAK;
        }

        public double strength() {
            return Math.abs(coefficient);
        }
    }

    /**
     * Compares two series.
     *
     * @param looks pairs that are compared in all
     * @return null if there are too few common windows, or one of the series is constant
     */
    public static @Nullable Found of(Values first, Values second, int looks) {
        if (first.size() < LEAST || second.size() < LEAST) {
            return null;
        }
        long step = Math.max(first.step(), second.step());
        long from = Math.max(firstWindow(first, step), firstWindow(second, step)) - LAGS;
        double[] left = windows(first, step, from);
        double[] right = windows(second, step, from);
        Pairs best = null;
        for (int lag = -LAGS; lag <= LAGS; lag++) {
            Pairs pairs = Pairs.of(left, right, lag);
            // With the same strength the smaller lag is the simpler explanation.
            if (pairs != null
                    && (best == null
                            || pairs.strength() > best.strength() + SAME
                            || (pairs.strength() > best.strength() - SAME && Math.abs(lag) < Math.abs(best.lag())))) {
                best = pairs;
            }
        }
        return best == null ? null : best.found(step, looks * (2 * LAGS + 1));
    }

    /**
     * The common windows of two series at a lag, without trend.
     *
     * @param coefficient Pearson's
     */
    private record Pairs(double[] x, double[] y, int lag, double coefficient, double slope) {

        static @Nullable Pairs of(double[] left, double[] right, int lag) {
            int most = Math.min(left.length, right.length);
            double[] x = new double[most];
            double[] y = new double[most];
            double[] time = new double[most];
            int n = 0;
            for (int i = Math.max(0, -lag); i < left.length && i + lag < right.length && n < most; i++) {
                if (!Double.isNaN(left[i]) && !Double.isNaN(right[i + lag])) {
                    x[n] = left[i];
                    y[n] = right[i + lag];
                    time[n++] = i;
                }
            }
            if (n < LEAST) {
                return null;
            }
            x = withoutTrend(x, time, n);
            y = withoutTrend(y, time, n);
            double xx = product(x, x);
            double yy = product(y, y);
            if (xx <= NOTHING || yy <= NOTHING) {
                return null;
            }
            double xy = product(x, y);
            return new Pairs(x, y, lag, Math.clamp(xy / Math.sqrt(xx * yy), -1, 1), xy / xx);
        }

        double strength() {
            return Math.abs(coefficient);
        }

        Found found(long step, int looks) {
            double dependence = Math.max(0, Autocorrelation.of(x, 0) * Autocorrelation.of(y, 0));
            double effective = x.length * (1 - dependence) / (1 + dependence);
            double width = Normal.exceededWith(DOUBT / looks) / Math.sqrt(Math.max(1, effective - 3));
            double z = atanh(coefficient);
            return new Found(
                    coefficient, Math.tanh(z - width), Math.tanh(z + width), lag * step, x.length, effective, slope);
        }
    }

    private static long firstWindow(Values series, long step) {
        long last = Math.floorDiv(series.seconds()[series.size() - 1], step);
        return Math.max(last - WINDOWS, Math.floorDiv(series.seconds()[0], step));
    }

    /** Mean of each window from one on; not a number where there is no point. */
    private static double[] windows(Values series, long step, long from) {
        long last = Math.floorDiv(series.seconds()[series.size() - 1], step);
        int count = Math.clamp(last - from + 1, 0, WINDOWS + LAGS + 1);
        double[] means = new double[count];
        int[] points = new int[count];
        for (int i = 0; i < series.size(); i++) {
            long window = Math.floorDiv(series.seconds()[i], step) - from;
            if (window >= 0 && window < count) {
                means[(int) window] += series.values()[i];
                points[(int) window]++;
            }
        }
        for (int i = 0; i < count; i++) {
            means[i] = points[i] == 0 ? Double.NaN : means[i] / points[i];
        }
        return means;
    }

    private static double[] withoutTrend(double[] values, double[] time, int n) {
        double meanTime = 0;
        double mean = 0;
        for (int i = 0; i < n; i++) {
            meanTime += time[i] / n;
            mean += values[i] / n;
        }
        double products = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            products += (time[i] - meanTime) * (values[i] - mean);
            squares += (time[i] - meanTime) * (time[i] - meanTime);
        }
        double slope = squares == 0 ? 0 : products / squares;
        double[] rest = new double[n];
        for (int i = 0; i < n; i++) {
            rest[i] = values[i] - mean - slope * (time[i] - meanTime);
        }
        return rest;
    }

    private static double product(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static double atanh(double r) {
        double bounded = Math.clamp(r, -0.999999, 0.999999);
        return Math.log((1 + bounded) / (1 - bounded)) / 2;
    }
}
