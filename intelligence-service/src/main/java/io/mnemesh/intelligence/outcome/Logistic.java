package io.mnemesh.intelligence.outcome;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Logistic regression with a quadratic penalty: the champion. A number has one weight and one for not being known, a category
 * one for each bin. Fitted by Newton steps, each solved by coordinate descent (Friedman, Hastie, Tibshirani, JSS 2010), with
 * time linear in what is not zero.
 */
final class Logistic implements Scorer {

    static final String NAME = "logistic";

    private static final int STEPS = 30;
    private static final int PASSES = 30;
    private static final double STEP_DONE = 1e-7;
    private static final double PASS_DONE = 1e-5;
    private static final double LEAST_VARIANCE = 1e-5;

    private final double bias;

    /** Where the weights of a column begin; one more at the end. */
    private final int[] offsets;

    /** Whether a column is a number: its weights are those of the scaled value and of not being known. */
    private final boolean[] numeric;

    private final double[] weights;

    /** Mean of what each weight is multiplied with. */
    private final double[] means;

    private Logistic(double bias, int[] offsets, boolean[] numeric, double[] weights, double[] means) {
        this.bias = bias;
        this.offsets = offsets;
        this.numeric = numeric;
        this.weights = weights;
        this.means = means;
    }

    /** @param penalty half of it times the sum of the squared weights is added to the loss of all decisions together */
    static Logistic fit(Labelled data, double penalty) {
        List<Column> columns = data.columns();
        int[] offsets = new int[columns.size() + 1];
        boolean[] numeric = new boolean[columns.size()];
        for (int c = 0; c < numeric.length; c++) {
            numeric[c] = columns.get(c) instanceof Column.Numeric;
            offsets[c + 1] = offsets[c] + (numeric[c] ? 2 : columns.get(c).bins());
        }
        return new Fit(data, offsets, numeric, penalty).run();
    }

    /** Goes over the weights of a row that count. */
    private interface Visit {
        void weight(int slot, double value);
    }

    private static void visit(Row row, int[] offsets, boolean[] numeric, Visit visit) {
        for (int c = 0; c < numeric.length; c++) {
            int bin = row.bins()[c];
            if (!numeric[c]) {
                visit.weight(offsets[c] + bin, 1);
            } else if (bin == Column.UNKNOWN) {
                visit.weight(offsets[c] + 1, 1);
            } else {
                visit.weight(offsets[c], row.scaled()[c]);
            }
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public double score(Row row) {
        double score = bias;
        for (int c = 0; c < numeric.length; c++) {
            score += part(row, c);
        }
        return score;
    }

    private double part(Row row, int c) {
        int bin = row.bins()[c];
        if (!numeric[c]) {
            return weights[offsets[c] + bin];
        }
        return bin == Column.UNKNOWN ? weights[offsets[c] + 1] : weights[offsets[c]] * row.scaled()[c];
    }

    @Override
    public double explain(Row row, double[] additions) {
        double base = bias;
        for (int c = 0; c < numeric.length; c++) {
            double usual = 0;
            for (int slot = offsets[c]; slot < offsets[c + 1]; slot++) {
                usual += weights[slot] * means[slot];
            }
            base += usual;
            additions[c] += part(row, c) - usual;
        }
        return base;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeDouble(bias);
        Binary.write(out, offsets);
        for (boolean one : numeric) {
            out.writeBoolean(one);
        }
        Binary.write(out, weights);
        Binary.write(out, means);
    }

    static Logistic read(DataInput in) throws IOException {
        double bias = in.readDouble();
        int[] offsets = Binary.ints(in);
        boolean[] numeric = new boolean[offsets.length - 1];
        for (int c = 0; c < numeric.length; c++) {
            numeric[c] = in.readBoolean();
        }
        return new Logistic(bias, offsets, numeric, Binary.doubles(in), Binary.doubles(in));
    }

    /** One fit: the decisions by weight instead of by row. */
    private static final class Fit {
        private final Labelled data;
        private final int[] offsets;
        private final boolean[] numeric;
        private final double penalty;
        private final int[][] rows;
        private final float[][] values;
        private double[] weights;
        private double bias;
        private double[] margins;

        Fit(Labelled data, int[] offsets, boolean[] numeric, double penalty) {
            this.data = data;
            this.offsets = offsets;
            this.numeric = numeric;
            this.penalty = penalty;
            int slots = offsets[numeric.length];
            int[] counts = new int[slots];
            for (Row row : data.rows()) {
                visit(row, offsets, numeric, (slot, value) -> counts[slot]++);
            }
            rows = new int[slots][];
            values = new float[slots][];
            for (int slot = 0; slot < slots; slot++) {
                rows[slot] = new int[counts[slot]];
                values[slot] = new float[counts[slot]];
            }
            int[] filled = new int[slots];
            for (int i = 0; i < data.size(); i++) {
                int row = i;
                visit(data.rows()[i], offsets, numeric, (slot, value) -> {
                    rows[slot][filled[slot]] = row;
                    values[slot][filled[slot]++] = (float) value;
                });
            }
            weights = new double[slots];
            bias = Odds.log((data.positives() + 0.5) / (data.size() + 1.0));
            margins = new double[data.size()];
            Arrays.fill(margins, bias);
        }

        Logistic run() {
            double loss = loss();
            for (int step = 0; step < STEPS; step++) {
                double[] before = weights.clone();
                double biasBefore = bias;
                descend();
                double reached = moved();
                for (int halving = 0; halving < 6 && reached > loss; halving++) {
                    for (int slot = 0; slot < weights.length; slot++) {
                        weights[slot] = (weights[slot] + before[slot]) / 2;
                    }
                    bias = (bias + biasBefore) / 2;
                    reached = moved();
                }
                if (reached > loss) {
                    weights = before;
                    bias = biasBefore;
                    break;
                }
                if (loss - reached < STEP_DONE * data.size()) {
                    break;
                }
                loss = reached;
            }
            double[] means = new double[weights.length];
            for (int slot = 0; slot < means.length; slot++) {
                for (float value : values[slot]) {
                    means[slot] += value / data.size();
                }
            }
            return new Logistic(bias, offsets, numeric, weights, means);
        }

        /** Solves the quadratic problem at the present weights. */
        private void descend() {
            int n = data.size();
            double[] variance = new double[n];
            double[] residual = new double[n];
            double all = 0;
            for (int i = 0; i < n; i++) {
                double p = Odds.probability(margins[i]);
                variance[i] = Math.max(LEAST_VARIANCE, p * (1 - p));
                residual[i] = ((data.ended()[i] ? 1 : 0) - p) / variance[i];
                all += variance[i];
            }
            double[] curvature = new double[weights.length];
            for (int slot = 0; slot < weights.length; slot++) {
                curvature[slot] = penalty;
                for (int k = 0; k < rows[slot].length; k++) {
                    curvature[slot] += variance[rows[slot][k]] * values[slot][k] * values[slot][k];
                }
            }
            for (int pass = 0; pass < PASSES; pass++) {
                double shift = 0;
                for (int i = 0; i < n; i++) {
                    shift += variance[i] * residual[i];
                }
                shift /= all;
                bias += shift;
                for (int i = 0; i < n; i++) {
                    residual[i] -= shift;
                }
                double greatest = Math.abs(shift);
                for (int slot = 0; slot < weights.length; slot++) {
                    greatest = Math.max(greatest, Math.abs(move(slot, variance, residual, curvature[slot])));
                }
                if (greatest < PASS_DONE) {
                    return;
                }
            }
        }

        private double move(int slot, double[] variance, double[] residual, double curvature) {
            int[] at = rows[slot];
            float[] value = values[slot];
            double slope = -penalty * weights[slot];
            for (int k = 0; k < at.length; k++) {
                slope += variance[at[k]] * value[k] * residual[at[k]];
            }
            double change = slope / curvature;
            if (change != 0) {
                weights[slot] += change;
                for (int k = 0; k < at.length; k++) {
                    residual[at[k]] -= change * value[k];
                }
            }
            return change;
        }

        /** Computes the margins anew. @return the loss there */
        private double moved() {
            Arrays.fill(margins, bias);
            for (int slot = 0; slot < weights.length; slot++) {
                for (int k = 0; k < rows[slot].length; k++) {
                    margins[rows[slot][k]] += weights[slot] * values[slot][k];
                }
            }
            return loss();
        }

        private double loss() {
            double loss = 0;
            for (double weight : weights) {
                loss += penalty * weight * weight / 2;
            }
            for (int i = 0; i < margins.length; i++) {
                loss += Odds.loss(margins[i], data.ended()[i]);
            }
            return loss;
        }
    }
}
