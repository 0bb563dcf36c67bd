package io.mnemesh.intelligence.outcome;

import io.mnemesh.intelligence.outcome.Tree.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Grows one tree on the gradients of the loss, bin by bin (Chen and Guestrin, KDD 2016; Ke et al., NeurIPS 2017). Bins of
 * numbers are parted in their order, with unknown on either side; those of categories in the order of their gradients, which
 * needs no more than one pass to find the best parting in two (Fisher, JASA 1958). Time is columns times rows per level.
 */
final class TreeGrower {

    /** Added to the curvature of a leaf. */
    private static final double PENALTY = 1;

    /** Added to the curvature of a category before categories are put in order, so that rare ones are not at the ends. */
    private static final double CATEGORY_PENALTY = 10;

    private static final double LEAST_GAIN = 1e-6;

    private final List<Column> columns;
    private final Row[] rows;
    private final double[] gradients;
    private final double[] curvatures;
    private final int depth;
    private final int leastRows;
    private final double rate;
    private final List<Node> nodes = new ArrayList<>();

    /**
     * Prepares to grow a tree.
     *
     * @param leastRows rows of a leaf
     * @param rate      part of the best value that a leaf gets
     */
    TreeGrower(
            List<Column> columns,
            Row[] rows,
            double[] gradients,
            double[] curvatures,
            int depth,
            int leastRows,
            double rate) {
        this.columns = columns;
        this.rows = rows;
        this.gradients = gradients;
        this.curvatures = curvatures;
        this.depth = depth;
        this.leastRows = leastRows;
        this.rate = rate;
    }

    private record Split(int column, long bins, double gain) {}

    private record Sums(double gradient, double curvature, int count) {
        Sums plus(Sums other) {
            return new Sums(gradient + other.gradient, curvature + other.curvature, count + other.count);
        }

        Sums minus(Sums other) {
            return new Sums(gradient - other.gradient, curvature - other.curvature, count - other.count);
        }

        double worth() {
            return gradient * gradient / (curvature + PENALTY);
        }
    }

    private static final Sums NONE = new Sums(0, 0, 0);

    /** @param chosen rows that are learned from */
    Tree grow(int[] chosen) {
        grow(chosen, depth);
        return new Tree(nodes);
    }

    private int grow(int[] chosen, int levels) {
        Sums all = NONE;
        for (int row : chosen) {
            all = new Sums(all.gradient() + gradients[row], all.curvature() + curvatures[row], all.count() + 1);
        }
        double value = -rate * all.gradient() / (all.curvature() + PENALTY);
        int at = nodes.size();
        nodes.add(new Node(-1, 0, 0, 0, value));
        Split best = levels == 0 || chosen.length < 2 * leastRows ? null : best(chosen, all);
        if (best != null) {
            int[] left = part(chosen, best, true);
            int[] right = part(chosen, best, false);
            int leftAt = grow(left, levels - 1);
            int rightAt = grow(right, levels - 1);
            nodes.set(at, new Node(best.column(), best.bins(), leftAt, rightAt, value));
        }
        return at;
    }

    private int[] part(int[] chosen, Split split, boolean left) {
        return IntStream.of(chosen)
                .filter(row -> (split.bins() >>> rows[row].bins()[split.column()] & 1) == 1 == left)
                .toArray();
    }

    private @Nullable Split best(int[] chosen, Sums all) {
        Split best = null;
        for (int c = 0; c < columns.size(); c++) {
            Split found = best(c, sums(c, chosen), all);
            if (found.gain() > (best == null ? LEAST_GAIN : best.gain())) {
                best = found;
            }
        }
        return best;
    }

    private Sums[] sums(int column, int[] chosen) {
        int bins = columns.get(column).bins();
        double[] gradient = new double[bins];
        double[] curvature = new double[bins];
        int[] count = new int[bins];
        for (int row : chosen) {
            int bin = rows[row].bins()[column];
            gradient[bin] += gradients[row];
            curvature[bin] += curvatures[row];
            count[bin]++;
        }
        var sums = new Sums[bins];
        for (int bin = 0; bin < bins; bin++) {
            sums[bin] = new Sums(gradient[bin], curvature[bin], count[bin]);
        }
        return sums;
    }

    private Split best(int column, Sums[] sums, Sums all) {
        if (columns.get(column) instanceof Column.Numeric) {
            int[] order = IntStream.range(1, sums.length).toArray();
            Split known = scan(column, order, sums, all, 0, NONE);
            if (sums[Column.UNKNOWN].count() == 0) {
                return known;
            }
            Split withUnknown = scan(column, order, sums, all, 1L << Column.UNKNOWN, sums[Column.UNKNOWN]);
            return withUnknown.gain() > known.gain() ? withUnknown : known;
        }
        int[] order = IntStream.range(0, sums.length)
                .filter(bin -> sums[bin].count() > 0)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(
                                bin -> sums[bin].gradient() / (sums[bin].curvature() + CATEGORY_PENALTY))
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        return scan(column, order, sums, all, 0, NONE);
    }

    /** The best place to part bins in this order, with some on the left already. */
    private Split scan(int column, int[] order, Sums[] sums, Sums all, long first, Sums firstSums) {
        Split best = new Split(column, 0, 0);
        long bins = first;
        Sums left = firstSums;
        for (int i = first == 0 ? 0 : -1; i < order.length - (first == 0 ? 1 : 0); i++) {
            if (i >= 0) {
                bins |= 1L << order[i];
                left = left.plus(sums[order[i]]);
            }
            Sums right = all.minus(left);
            if (left.count() >= leastRows && right.count() >= leastRows) {
                double gain = left.worth() + right.worth() - all.worth();
                if (gain > best.gain()) {
                    best = new Split(column, bins, gain);
                }
            }
        }
        return best;
    }
}
