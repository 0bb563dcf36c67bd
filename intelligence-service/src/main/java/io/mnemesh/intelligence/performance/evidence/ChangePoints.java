package io.mnemesh.intelligence.performance.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the level of a series changed for good: the segmentation into constant levels with the least sum of squares plus a
 * penalty for each change, found exactly by PELT (Killick, Fearnhead and Eckley, JASA 2012), O(n) to O(n²) in the number of points.
 *
 * <p>Metrics are not independent from point to point, which makes a plain penalty see changes in every wave. How dependent they
 * are is told by the differences of values one and two points apart, which changes of level hardly touch: with a lag-one
 * autocorrelation a their variances are as 1 to 1 + a. The penalty is raised by the inflation of the variance of means that comes of
 * it. The time of the day is taken out before, where three days are there to learn it from. A change is told if the levels on both
 * sides differ by more than one deviation and by more than chance, after as many looks as there are points. Single values far from all
 * of their neighbours are no change and are put among them first.
 */
public final class ChangePoints {

    /** Points a level has to hold. */
    public static final int SEGMENT = 10;

    /** Points below which nothing is looked for. */
    public static final int LEAST = 4 * SEGMENT;

    private static final int HOURS = 24;
    private static final long HOUR = 3_600;
    private static final long DAYS = 3 * 24 * HOUR;
    private static final int PER_HOUR = 3;
    private static final double PENALTY = 3;
    private static final double CERTAINTY = 0.95;

    /** Share of the differences that noise is read from, and the part of a normal deviation that is in them. */
    private static final double KEPT = 0.95;

    private static final double OF_NORMAL = 0.901;

    /** Deviations of the noise beyond which a value is a spike. */
    private static final double SPIKE = 4;

    /** Share of the level that is nothing. */
    private static final double NOTHING = 1e-3;

    private ChangePoints() {}

    /**
     * A change of level.
     *
     * @param second     time of the first point at the new level
     * @param before     level before, since the change before it
     * @param after      level after, until the next change
     * @param pointsBefore points at the level before
     * @param pointsAfter points at the new level
     * @param spread     deviation of the values around their level
     * @param confidence 0 to 1, after all the places that were looked at
     */
    public record Change(
            long second,
            double before,
            double after,
            int pointsBefore,
            int pointsAfter,
            double spread,
            double confidence) {}

    /** The changes of a series in order of time; empty with less than {@link #LEAST} points. */
    public static List<Change> of(Values series) {
        if (series.size() < LEAST) {
            return List.of();
        }
        double[] values = withoutTimeOfDay(series);
        double step = noise(values, 1);
        double dependence = Math.clamp(Math.pow(noise(values, 2) / step, 2) - 1, 0, Autocorrelation.MOST);
        double spread = step / Math.sqrt(1 - dependence);
        double inflation = Autocorrelation.inflation(dependence);
        values = withoutSpikes(values, step);
        int[] ends = segments(values, PENALTY * spread * spread * inflation * Math.log(values.length));
        return changes(series.seconds(), values, ends, spread, inflation);
    }

    private static List<Change> changes(long[] seconds, double[] values, int[] ends, double spread, double inflation) {
        var changes = new ArrayList<Change>();
        for (int i = 0; i + 1 < ends.length; i++) {
            int from = i == 0 ? 0 : ends[i - 1];
            int before = ends[i] - from;
            int after = ends[i + 1] - ends[i];
            double left = mean(values, from, ends[i]);
            double right = mean(values, ends[i], ends[i + 1]);
            double error = spread * Math.sqrt(inflation * (1.0 / before + 1.0 / after));
            double confidence = 1 - Math.min(1, values.length * Normal.beyond((right - left) / error));
            if (Math.abs(right - left) > spread && confidence >= CERTAINTY) {
                changes.add(new Change(seconds[ends[i]], left, right, before, after, spread, confidence));
            }
        }
        return List.copyOf(changes);
    }

    /** Takes out what is usual at each hour of the day, keeping the level of all. */
    private static double[] withoutTimeOfDay(Values series) {
        double[] values = series.values().clone();
        int n = values.length;
        if (series.seconds()[n - 1] - series.seconds()[0] < DAYS || series.step() > HOUR) {
            return values;
        }
        double middle = median(values.clone());
        for (int hour = 0; hour < HOURS; hour++) {
            int wanted = hour;
            double[] there = new double[n];
            int count = 0;
            for (int i = 0; i < n; i++) {
                if (hour(series.seconds()[i]) == wanted) {
                    there[count++] = series.values()[i];
                }
            }
            if (count < PER_HOUR) {
                continue;
            }
            double usual = median(Arrays.copyOf(there, count)) - middle;
            for (int i = 0; i < n; i++) {
                values[i] -= hour(series.seconds()[i]) == wanted ? usual : 0;
            }
        }
        return values;
    }

    private static int hour(long second) {
        return (int) (Math.floorMod(second, HOURS * HOUR) / HOUR);
    }

    /**
     * Deviation of the noise, from differences over a distance. The largest twentieth of them is left out, where changes of level
     * are, and the rest made up for that as if they were normal.
     */
    private static double noise(double[] values, int distance) {
        double[] squares = new double[values.length - distance];
        for (int i = 0; i < squares.length; i++) {
            squares[i] = Math.pow(values[i + distance] - values[i], 2);
        }
        Arrays.sort(squares);
        int kept = (int) (squares.length * KEPT);
        double mean = Arrays.stream(squares, 0, kept).average().orElse(0);
        double level = Math.abs(median(values.clone()));
        return Math.max(Math.sqrt(mean / 2) / OF_NORMAL, Math.max(NOTHING * level, 1e-12));
    }

    /** Puts values that are far from the median of themselves and their four neighbours at that median. */
    private static double[] withoutSpikes(double[] values, double noise) {
        double[] calm = values.clone();
        for (int i = 2; i + 2 < values.length; i++) {
            double middle = median(Arrays.copyOfRange(values, i - 2, i + 3));
            calm[i] = Math.abs(values[i] - middle) > SPIKE * noise ? middle : values[i];
        }
        return calm;
    }

    /** Ends, exclusive, of the best segments. */
    private static int[] segments(double[] values, double penalty) {
        int n = values.length;
        double[] sums = new double[n + 1];
        double[] squares = new double[n + 1];
        double offset = mean(values, 0, n);
        for (int i = 0; i < n; i++) {
            double value = values[i] - offset;
            sums[i + 1] = sums[i] + value;
            squares[i + 1] = squares[i] + value * value;
        }
        double[] best = new double[n + 1];
        int[] previous = new int[n + 1];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        best[0] = -penalty;
        List<Integer> candidates = new ArrayList<>(List.of(0));
        for (int end = SEGMENT; end <= n; end++) {
            for (int start : candidates) {
                double cost = best[start] + cost(sums, squares, start, end) + penalty;
                if (end - start >= SEGMENT && cost < best[end]) {
                    best[end] = cost;
                    previous[end] = start;
                }
            }
            int at = end;
            candidates.removeIf(
                    start -> at - start >= SEGMENT && best[start] + cost(sums, squares, start, at) > best[at]);
            candidates.add(end);
        }
        var ends = new ArrayList<Integer>();
        for (int end = n; end > 0; end = previous[end]) {
            ends.addFirst(end);
        }
        return ends.stream().mapToInt(Integer::intValue).toArray();
    }

    private static double cost(double[] sums, double[] squares, int start, int end) {
        double sum = sums[end] - sums[start];
        return Math.max(0, squares[end] - squares[start] - sum * sum / (end - start));
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }

    /** Sorts its argument. */
    private static double median(double[] values) {
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
