package io.mnemesh.intelligence.anomaly;

import io.mnemesh.intelligence.spi.Detector;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A forest of random cut trees over the latest stretches of a series (shingles): how much would have to be said about the
 * others if this stretch were not there, the mean over trees. Values are divided by their deviation, so that a unit
 * does not matter. O(trees · depth · width) per point; memory of trees · window points.
 */
public final class RandomCutForest implements Detector {

    private final List<RandomCutTree> trees = new ArrayList<>();
    private final List<ArrayDeque<RandomCutTree.Node>> leaves = new ArrayList<>();
    private final Spread spread = new Spread(2_000);
    private final double[] shingle;
    private final ArrayDeque<double[]> points;
    private final int window;
    private int filled;

    /**
     * @param trees  number of trees
     * @param window points a tree holds
     * @param width  values of a stretch
     * @param seed   of the cuts
     */
    public RandomCutForest(int trees, int window, int width, long seed) {
        var random = new Draws(seed);
        for (int i = 0; i < trees; i++) {
            this.trees.add(new RandomCutTree(width, new Draws(random.nextLong())));
            leaves.add(new ArrayDeque<>(window));
        }
        this.window = window;
        this.points = new ArrayDeque<>(window);
        this.shingle = new double[width];
    }

    @Override
    public String name() {
        return "forest";
    }

    @Override
    public String meaning() {
        return "ends a stretch of values of a shape that was hardly seen before";
    }

    @Override
    public double score(long second, double value) {
        spread.add(value);
        System.arraycopy(shingle, 1, shingle, 0, shingle.length - 1);
        shingle[shingle.length - 1] = value;
        if (++filled < shingle.length) {
            return 0;
        }
        double unit = Units.of(spread.deviation(), spread.mean());
        double[] point = Arrays.stream(shingle).map(one -> one / unit + 0.0).toArray();
        boolean full = points.size() == window;
        if (full) {
            points.removeFirst();
        }
        points.addLast(point);
        double sum = 0;
        for (int i = 0; i < trees.size(); i++) {
            RandomCutTree tree = trees.get(i);
            ArrayDeque<RandomCutTree.Node> held = leaves.get(i);
            if (full) {
                tree.delete(held.removeFirst());
            }
            RandomCutTree.Node leaf = tree.insert(point);
            held.addLast(leaf);
            sum += tree.displacement(leaf);
        }
        return sum / trees.size();
    }

    @Override
    public void write(DataOutput out) throws IOException {
        spread.write(out);
        out.writeInt(filled);
        writeAll(out, shingle);
        out.writeShort(points.size());
        for (double[] point : points) {
            writeAll(out, point);
        }
        for (int i = 0; i < trees.size(); i++) {
            trees.get(i).write(out, leaves.get(i));
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        spread.read(in);
        filled = in.readInt();
        readAll(in, shingle);
        int held = in.readUnsignedShort();
        if (held > window) {
            throw new IOException(held + " points are more than the window of " + window + ".");
        }
        points.clear();
        for (int i = 0; i < held; i++) {
            var point = new double[shingle.length];
            readAll(in, point);
            points.addLast(point);
        }
        var all = List.copyOf(points);
        for (int i = 0; i < trees.size(); i++) {
            leaves.get(i).clear();
            leaves.get(i).addAll(trees.get(i).read(in, all));
        }
    }

    private static void writeAll(DataOutput out, double[] values) throws IOException {
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    private static void readAll(DataInput in, double[] values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readDouble();
        }
    }
}
