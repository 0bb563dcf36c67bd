package io.mnemesh.intelligence.forecast.model;

import java.util.Arrays;

/**
 * The lengths of the seasons of a series in steps, ascending, each a multiple of the one before; none, one or two.
 *
 * <p>They are found and not assumed. A season is a lag at which the autocorrelation has a peak that stands out of the valley
 * before it; a random walk decays without one. Of peaks of about the same height the shortest is taken. The longer season is
 * then looked for at the multiples of the first, in what is left when the first is taken out.
 */
record Seasons(int... periods) {

    static final Seasons NONE = new Seasons();

    /** Longest season, in steps. */
    private static final int LONGEST = 400;

    /** Cycles that have to be there. */
    private static final double CYCLES = 2.5;

    private static final double LEAST_CORRELATION = 0.2;
    private static final double LEAST_PROMINENCE = 0.2;
    private static final double SECOND_PROMINENCE = 0.1;

    /** A shorter peak is preferred if it has this share of the highest. */
    private static final double NEARLY = 0.85;

    /** @return the longest season; 1 if there is none */
    int longest() {
        return periods.length == 0 ? 1 : periods[periods.length - 1];
    }

    int shortest() {
        return periods.length == 0 ? 1 : periods[0];
    }

    static Seasons of(double[] series) {
        int most = (int) Math.min(LONGEST, series.length / CYCLES);
        double[] detrended = Lines.detrended(series);
        double[] correlations = correlations(detrended, most);
        int first = peak(correlations, 1, LEAST_PROMINENCE);
        if (first == 0) {
            return NONE;
        }
        double[] rest = detrended.clone();
        double[] profile = Profile.means(detrended, first);
        for (int i = 0; i < rest.length; i++) {
            rest[i] -= profile[i % first];
        }
        int second = peak(correlations(rest, most), first, SECOND_PROMINENCE);
        return second > first ? new Seasons(first, second) : new Seasons(first);
    }

    /** The peak among the multiples of a step; 0 if there is none. */
    private static int peak(double[] correlations, int step, double prominence) {
        double highest = 0;
        double valley = 1;
        boolean[] peaks = new boolean[correlations.length];
        for (int lag = 2 * step; lag + step < correlations.length; lag += step) {
            double here = correlations[lag];
            valley = Math.min(valley, correlations[lag - step]);
            peaks[lag] = here >= LEAST_CORRELATION
                    && here - valley >= prominence
                    && here >= correlations[lag - step]
                    && here >= correlations[lag + step];
            highest = peaks[lag] ? Math.max(highest, here) : highest;
        }
        for (int lag = 2 * step; lag < peaks.length; lag += step) {
            if (peaks[lag] && correlations[lag] >= NEARLY * highest) {
                return lag;
            }
        }
        return 0;
    }

    /** Autocorrelations at the lags 0 to most, each over the pairs there are. */
    private static double[] correlations(double[] centred, int most) {
        double[] correlations = new double[most + 1];
        double squares = Arrays.stream(centred).map(x -> x * x).sum() / centred.length;
        for (int lag = 0; lag <= most && squares > 0; lag++) {
            double products = 0;
            for (int i = lag; i < centred.length; i++) {
                products += centred[i] * centred[i - lag];
            }
            correlations[lag] = products / (centred.length - lag) / squares;
        }
        return correlations;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Seasons seasons && Arrays.equals(periods, seasons.periods);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(periods);
    }

    @Override
    public String toString() {
        return Arrays.toString(periods);
    }
}
