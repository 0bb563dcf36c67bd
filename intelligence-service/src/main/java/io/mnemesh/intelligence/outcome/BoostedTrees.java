package io.mnemesh.intelligence.outcome;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Gradient boosted trees of the logistic loss (Friedman, Annals of Statistics 2001): the challenger. How many trees there are is
 * found on a fifth of the decisions that the trees were not grown on; then they are grown on all. Draws follow from the seed.
 */
final class BoostedTrees implements Scorer {

    static final String NAME = "boosted-trees";

    private static final int MOST_TREES = 200;
    private static final int PATIENCE = 20;
    private static final double RATE = 0.1;
    private static final int DEPTH = 4;
    private static final double DRAWN = 0.8;
    private static final int HELD_OUT = 5;

    private final double bias;
    private final List<Tree> trees;

    private BoostedTrees(double bias, List<Tree> trees) {
        this.bias = bias;
        this.trees = List.copyOf(trees);
    }

    static BoostedTrees fit(Labelled data, long seed) {
        int[] fold = Folds.stratified(data.ended(), HELD_OUT, seed);
        int[] grown = IntStream.range(0, fold.length).filter(i -> fold[i] > 0).toArray();
        int[] held = IntStream.range(0, fold.length).filter(i -> fold[i] == 0).toArray();
        int enough = new Growth(data.of(grown), seed).untilWorse(data.of(held));
        var growth = new Growth(data, seed);
        for (int i = 0; i < enough; i++) {
            growth.add();
        }
        return new BoostedTrees(growth.bias, growth.trees);
    }

    int size() {
        return trees.size();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public double score(Row row) {
        double score = bias;
        for (Tree tree : trees) {
            score += tree.score(row);
        }
        return score;
    }

    @Override
    public double explain(Row row, double[] additions) {
        double base = bias;
        for (Tree tree : trees) {
            base += tree.explain(row, additions);
        }
        return base;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeDouble(bias);
        out.writeInt(trees.size());
        for (Tree tree : trees) {
            tree.write(out);
        }
    }

    static BoostedTrees read(DataInput in) throws IOException {
        double bias = in.readDouble();
        var trees = new ArrayList<Tree>();
        for (int left = in.readInt(); left > 0; left--) {
            trees.add(Tree.read(in));
        }
        return new BoostedTrees(bias, trees);
    }

    /** Trees as they come one after another. */
    private static final class Growth {
        private final Labelled data;
        private final SplittableRandom draws;
        private final double bias;
        private final double[] scores;
        private final double[] gradients;
        private final double[] curvatures;
        private final int leastRows;
        private final List<Tree> trees = new ArrayList<>();

        Growth(Labelled data, long seed) {
            this.data = data;
            draws = new SplittableRandom(seed);
            bias = Odds.log((data.positives() + 0.5) / (data.size() + 1.0));
            scores = new double[data.size()];
            Arrays.fill(scores, bias);
            gradients = new double[data.size()];
            curvatures = new double[data.size()];
            leastRows = data.size() < 200 ? 3 : 8;
        }

        Tree add() {
            for (int i = 0; i < scores.length; i++) {
                double p = Odds.probability(scores[i]);
                gradients[i] = p - (data.ended()[i] ? 1 : 0);
                curvatures[i] = p * (1 - p);
            }
            int[] drawn = IntStream.range(0, scores.length)
                    .filter(_ -> draws.nextDouble() < DRAWN)
                    .toArray();
            Tree tree = new TreeGrower(data.columns(), data.rows(), gradients, curvatures, DEPTH, leastRows, RATE)
                    .grow(drawn);
            for (int i = 0; i < scores.length; i++) {
                scores[i] += tree.score(data.rows()[i]);
            }
            trees.add(tree);
            return tree;
        }

        /** @return how many trees do best on decisions they were not grown on */
        int untilWorse(Labelled held) {
            double[] reached = new double[held.size()];
            Arrays.fill(reached, bias);
            double best = loss(reached, held);
            int enough = 0;
            for (int i = 1; i <= MOST_TREES && i - enough <= PATIENCE; i++) {
                Tree tree = add();
                for (int row = 0; row < reached.length; row++) {
                    reached[row] += tree.score(held.rows()[row]);
                }
                double loss = loss(reached, held);
                if (loss < best) {
                    best = loss;
                    enough = i;
                }
            }
            return enough;
        }

        private static double loss(double[] scores, Labelled data) {
            double loss = 0;
            for (int i = 0; i < scores.length; i++) {
                loss += Odds.loss(scores[i], data.ended()[i]);
            }
            return loss;
        }
    }
}
