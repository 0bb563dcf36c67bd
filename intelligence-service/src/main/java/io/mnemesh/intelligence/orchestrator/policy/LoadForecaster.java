package io.mnemesh.intelligence.orchestrator.policy;

import java.util.Arrays;

/**
 * Forecasts the highest minute of the next few of a load, one minute at a time.
 *
 * <p>Two candidates: what the last minutes lead to (a level with a damped slope), and the same plus how the minutes ahead differed
 * from now on the days before. The one with the smaller recent error speaks. The upper bound is a quantile of its own earlier relative
 * errors over the horizon (split conformal prediction: Vovk 2005), so that bursts that were seen make room for the next.
 *
 * <p>Memory: a week of minutes; time: the sort of a day of errors per minute. Deterministic. Not thread-safe.
 */
public final class LoadForecaster {

    private static final int DAY = 1_440;
    private static final int DAYS = 7;
    private static final int KEPT = DAY * DAYS;

    /** Minutes on both sides that the day before is smoothed over. */
    private static final int SMOOTHED = 5;

    /** Minutes that the slope is taken from. */
    private static final int SLOPE = 8;

    private static final double LEVEL_RATE = 0.5;
    private static final double ERROR_RATE = 1.0 / DAY;
    private static final double DAMPING = 0.85;

    /** Room while errors are not known. */
    private static final double FIRST_ROOM = 0.4;

    /** Errors from which on the quantile is trusted. */
    private static final int ENOUGH = 60;

    private static final double NOTHING = 1e-9;

    private final int horizon;
    private final double quantile;
    private final double[] minutes = new double[KEPT];
    private final double[][] said;
    private final double[] errors = new double[DAY];
    private final double[] off = new double[2];
    private long count;
    private int known;
    private double level;

    /**
     * @param horizon  minutes ahead, 1 to 60: start-up of a pod and the time between two decisions
     * @param quantile share of the highest minutes that stay below the bound, above 0.5 and below 1
     */
    public LoadForecaster(int horizon, double quantile) {
        if (horizon < 1 || horizon > 60 || !(quantile > 0.5 && quantile < 1)) {
            throw new IllegalArgumentException("horizon " + horizon + ", quantile " + quantile);
        }
        this.horizon = horizon;
        this.quantile = quantile;
        this.said = new double[horizon][3];
    }

    /** The next minute. A value that is no finite number, or below nothing, counts as the minute before. */
    public void add(double load) {
        double value = Double.isFinite(load) && load >= 0 ? load : count == 0 ? 0 : minute(count - 1);
        minutes[(int) (count % KEPT)] = value;
        level = count == 0 ? value : level + LEVEL_RATE * (value - level);
        count++;
        if (count > horizon) {
            learn();
        }
        double[] ahead = said[(int) (count % horizon)];
        ahead[0] = recent();
        ahead[1] = seasonal();
        ahead[2] = chosen(ahead);
    }

    private void learn() {
        double highest = 0;
        for (int back = 1; back <= horizon; back++) {
            highest = Math.max(highest, minute(count - back));
        }
        double[] then = said[(int) (count % horizon)];
        for (int candidate = 0; candidate < off.length; candidate++) {
            off[candidate] += ERROR_RATE * (Math.abs(highest - then[candidate]) - off[candidate]);
        }
        errors[known % DAY] = (highest - then[2]) / Math.max(then[2], NOTHING);
        known++;
    }

    /** What is to be expected now. */
    public LoadOutlook outlook() {
        if (count == 0) {
            return new LoadOutlook(0, 0, 0, 0);
        }
        double expected = said[(int) (count % horizon)][2];
        double room = room();
        double evidence = Math.min(1, (double) known / DAY);
        return new LoadOutlook(
                expected, expected * (1 + room), evidence / (1 + Math.max(0, room)), Math.min(known, DAY));
    }

    /** Minutes that were added. */
    public long minutes() {
        return count;
    }

    private double room() {
        if (known < ENOUGH) {
            return FIRST_ROOM;
        }
        double[] sorted = Arrays.copyOf(errors, Math.min(known, DAY));
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(quantile * (sorted.length + 1)) - 1;
        return sorted[Math.min(sorted.length - 1, rank)];
    }

    private double chosen(double[] ahead) {
        return ahead[count > DAY + SMOOTHED && off[1] <= off[0] ? 1 : 0];
    }

    private double recent() {
        double slope = slope();
        double rise = 0;
        double damped = 1;
        double highest = level;
        for (int ahead = 1; ahead <= horizon; ahead++) {
            damped *= DAMPING;
            rise += damped * slope;
            highest = Math.max(highest, level + rise);
        }
        return highest;
    }

    private double seasonal() {
        if (count <= DAY + SMOOTHED) {
            return recent();
        }
        double now = usual(0);
        double highest = level;
        for (int ahead = 1; ahead <= horizon; ahead++) {
            highest = Math.max(highest, level + usual(ahead) - now);
        }
        return highest;
    }

    /** Mean of the days before around the minute that is so far ahead of the last one. */
    private double usual(int ahead) {
        double sum = 0;
        int values = 0;
        for (int day = 1; day <= DAYS; day++) {
            long at = count - 1 + ahead - (long) day * DAY;
            if (at - SMOOTHED < Math.max(0, count - KEPT)) {
                break;
            }
            for (long near = at - SMOOTHED; near <= at + SMOOTHED; near++) {
                sum += minute(near);
                values++;
            }
        }
        return values == 0 ? 0 : sum / values;
    }

    private double slope() {
        int n = (int) Math.min(SLOPE, count);
        if (n < 3) {
            return 0;
        }
        double middle = (n - 1) / 2.0;
        double weighted = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            weighted += (i - middle) * minute(count - n + i);
            squares += (i - middle) * (i - middle);
        }
        return weighted / squares;
    }

    private double minute(long index) {
        return minutes[(int) (index % KEPT)];
    }
}
