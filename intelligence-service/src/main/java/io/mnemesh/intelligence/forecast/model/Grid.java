package io.mnemesh.intelligence.forecast.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A series at equal distances, made of points as they come: in any order, several at a time, with gaps, with values that are none.
 *
 * @param start  time of the first value, in seconds since the epoch
 * @param step   seconds between two values; 0 if there are less than two
 * @param values finite
 * @param filled of them, those without a point, drawn straight between their neighbours
 * @param unused points without a use: no finite value, a time there is a point of already, or beyond a long gap
 */
public record Grid(long start, long step, double[] values, int filled, int unused) {

    /** Values that are kept, the latest. */
    public static final int MOST = 2_000;

    /** Missing values in a row that are filled; a longer gap parts the series. */
    static final int GAP = 48;

    private static final Grid EMPTY = new Grid(0, 0, new double[0], 0, 0);

    /** Mean of the points that fall into one cell. */
    private record Cell(long index, double mean, int points) {

        /** A mean that does not overflow. */
        Cell with(double value) {
            int count = points + 1;
            return new Cell(index, mean * ((double) points / count) + value / count, count);
        }
    }

    /** Time of the last value, in seconds since the epoch. */
    public long end() {
        return start + step * Math.max(0, values.length - 1);
    }

    /**
     * @param wanted seconds between two values, from multiples of it on; 0 for the usual distance of the points
     * @param least  values a stretch between long gaps has to have to be preferred to a longer one before it
     */
    public static Grid of(long[] seconds, double[] values, long wanted, int least) {
        int[] order = IntStream.range(0, seconds.length)
                .filter(i -> Double.isFinite(values[i]))
                .boxed()
                .sorted(Comparator.comparingLong(i -> seconds[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] distinct = IntStream.range(0, order.length)
                .filter(i -> i == 0 || seconds[order[i]] != seconds[order[i - 1]])
                .map(i -> order[i])
                .toArray();
        if (distinct.length == 0) {
            return new Grid(0, 0, EMPTY.values, 0, seconds.length);
        }
        long step = wanted > 0 ? wanted : usual(seconds, distinct);
        long first = seconds[distinct[0]];
        if (step == 0) {
            return new Grid(first, 0, new double[] {values[distinct[0]]}, 0, seconds.length - 1);
        }
        long origin = wanted > 0 ? Math.floorDiv(first, step) * step : first - step / 2;
        var cells = new ArrayList<Cell>();
        for (int i : distinct) {
            long index = Math.floorDiv(seconds[i] - origin, step);
            if (cells.isEmpty() || cells.getLast().index() != index) {
                cells.add(new Cell(index, values[i], 1));
            } else {
                cells.set(cells.size() - 1, cells.getLast().with(values[i]));
            }
        }
        List<Cell> stretch = stretch(cells, least);
        return filled(stretch, origin + (wanted > 0 ? 0 : step / 2), step, seconds.length);
    }

    private static long usual(long[] seconds, int[] order) {
        long[] steps = new long[order.length - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = seconds[order[i + 1]] - seconds[order[i]];
        }
        Arrays.sort(steps);
        return steps.length == 0 ? 0 : Math.max(1, steps[steps.length / 2]);
    }

    /** The last stretch without a long gap that is long enough, else the longest. */
    private static List<Cell> stretch(List<Cell> cells, int least) {
        List<Cell> longest = List.of();
        int end = cells.size();
        for (int i = cells.size() - 1; i >= 0; i--) {
            if (i == 0 || cells.get(i).index() - cells.get(i - 1).index() > GAP + 1) {
                List<Cell> stretch = cells.subList(i, end);
                if (stretch.size() >= least) {
                    return stretch;
                }
                longest = stretch.size() > longest.size() ? stretch : longest;
                end = i;
            }
        }
        return longest;
    }

    private static Grid filled(List<Cell> stretch, long zero, long step, int given) {
        long last = stretch.getLast().index();
        long first = Math.max(stretch.getFirst().index(), last - MOST + 1);
        List<Cell> cells =
                stretch.stream().filter(cell -> cell.index() >= first).toList();
        long begin = cells.getFirst().index();
        double[] values = new double[(int) (last - begin) + 1];
        int used = cells.getFirst().points();
        values[0] = cells.getFirst().mean();
        for (int c = 1; c < cells.size(); c++) {
            Cell before = cells.get(c - 1);
            Cell here = cells.get(c);
            long distance = here.index() - before.index();
            for (long k = 1; k <= distance; k++) {
                double share = (double) k / distance;
                values[(int) (before.index() - begin + k)] = before.mean() * (1 - share) + here.mean() * share;
            }
            used += here.points();
        }
        return new Grid(zero + begin * step, step, values, values.length - cells.size(), given - used);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Grid grid
                && start == grid.start
                && step == grid.step
                && filled == grid.filled
                && unused == grid.unused
                && Arrays.equals(values, grid.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values) + 31 * Long.hashCode(start) + 961 * Long.hashCode(step);
    }

    @Override
    public String toString() {
        return values.length + " values from " + start + " every " + step + " s";
    }
}
