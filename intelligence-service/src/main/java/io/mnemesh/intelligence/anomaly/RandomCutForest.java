package io.mnemesh.intelligence.anomaly;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

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
    private final int window;
    private int filled;

    /**
     * @param trees  number of trees
     * @param window points a tree holds
     * @param width  values of a stretch
     * @param seed   of the cuts
     */
    public RandomCutForest(int trees, int window, int width, long seed) {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < trees; i++) {
            this.trees.add(new RandomCutTree(width, random.split()));
            leaves.add(new ArrayDeque<>(window));
        }
        this.window = window;
        this.shingle = new double[width];
    }

    @Override
    public String name() {
        return "forest";
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
        double sum = 0;
        for (int i = 0; i < trees.size(); i++) {
            RandomCutTree tree = trees.get(i);
            ArrayDeque<RandomCutTree.Node> held = leaves.get(i);
            if (held.size() == window) {
                tree.delete(held.removeFirst());
            }
            RandomCutTree.Node leaf = tree.insert(point);
            held.addLast(leaf);
            sum += tree.displacement(leaf);
        }
        return sum / trees.size();
    }
}
