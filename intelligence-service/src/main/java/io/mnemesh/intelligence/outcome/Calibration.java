package io.mnemesh.intelligence.outcome;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Makes log-odds say how often it came true: {@code slope * score + shift}, fitted to scores of decisions that the model was
 * not fitted to (Platt 1999, with the targets and Newton steps of Lin, Lin and Weng, Machine Learning 2007).
 *
 * @param slope 0 if the scores say nothing; never negative
 */
record Calibration(double slope, double shift) {

    static final Calibration NONE = new Calibration(1, 0);

    private static final int STEPS = 50;
    private static final double RIDGE = 1e-9;

    static Calibration fit(double[] scores, boolean[] ended) {
        int positives = 0;
        for (boolean one : ended) {
            positives += one ? 1 : 0;
        }
        double high = (positives + 1.0) / (positives + 2.0);
        double low = 1 / (ended.length - positives + 2.0);
        double usual = Odds.log((positives + 1.0) / (ended.length + 2.0));
        var fitted = new Calibration(1, 0);
        double loss = fitted.loss(scores, ended, high, low);
        for (int step = 0; step < STEPS; step++) {
            Calibration better = fitted.step(scores, ended, high, low);
            double reached = better.loss(scores, ended, high, low);
            for (int halving = 0; halving < 10 && !(reached <= loss); halving++) {
                better = new Calibration((better.slope + fitted.slope) / 2, (better.shift + fitted.shift) / 2);
                reached = better.loss(scores, ended, high, low);
            }
            if (!(reached < loss - 1e-10)) {
                break;
            }
            fitted = better;
            loss = reached;
        }
        return fitted.slope > 0 ? fitted : new Calibration(0, usual);
    }

    private Calibration step(double[] scores, boolean[] ended, double high, double low) {
        double bySlope = 0;
        double byShift = 0;
        double slopes = RIDGE;
        double shifts = RIDGE;
        double both = 0;
        for (int i = 0; i < scores.length; i++) {
            double p = Odds.probability(apply(scores[i]));
            double error = p - (ended[i] ? high : low);
            double variance = p * (1 - p);
            bySlope += error * scores[i];
            byShift += error;
            slopes += variance * scores[i] * scores[i];
            shifts += variance;
            both += variance * scores[i];
        }
        double determinant = slopes * shifts - both * both;
        return determinant <= 0
                ? this
                : new Calibration(
                        slope - (shifts * bySlope - both * byShift) / determinant,
                        shift - (slopes * byShift - both * bySlope) / determinant);
    }

    private double loss(double[] scores, boolean[] ended, double high, double low) {
        double loss = 0;
        for (int i = 0; i < scores.length; i++) {
            double target = ended[i] ? high : low;
            double logOdds = apply(scores[i]);
            loss += target * Odds.loss(logOdds, true) + (1 - target) * Odds.loss(logOdds, false);
        }
        return loss;
    }

    double apply(double score) {
        return slope * score + shift;
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(slope);
        out.writeDouble(shift);
    }

    static Calibration read(DataInput in) throws IOException {
        return new Calibration(in.readDouble(), in.readDouble());
    }
}
