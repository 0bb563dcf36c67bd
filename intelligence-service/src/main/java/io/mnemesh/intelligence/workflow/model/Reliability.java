package io.mnemesh.intelligence.workflow.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Corrects probabilities by how often what was said with such a probability came true. Bins of equal width hold the sums of
 * what was said and of what came true; the correction of a bin is their difference, drawn to zero as long as there is
 * little, and runs linearly between the centres of the bins. It only learns from what was said before the outcome was
 * known. Not thread-safe.
 */
final class Reliability {

    private static final int BINS = 12;

    /** Outcomes that a bin is thought to have had without any error. */
    private static final double PRIOR = 20;

    private static final double LEAST = 0.001;

    private final double[] seen = new double[BINS];
    private final double[] said = new double[BINS];
    private final double[] came = new double[BINS];

    void learn(double probability, boolean cameTrue) {
        int bin = Math.min(BINS - 1, (int) (probability * BINS));
        seen[bin]++;
        said[bin] += probability;
        came[bin] += cameTrue ? 1 : 0;
    }

    /** The corrected probability. */
    double correct(double probability) {
        double place = probability * BINS - 0.5;
        int below = (int) Math.floor(place);
        double part = place - below;
        double correction = (1 - part) * correction(below) + part * correction(below + 1);
        return Math.clamp(probability + correction, LEAST, 1 - LEAST);
    }

    private double correction(int bin) {
        int known = Math.clamp(bin, 0, BINS - 1);
        return (came[known] - said[known]) / (seen[known] + PRIOR);
    }

    void write(DataOutput out) throws IOException {
        for (int i = 0; i < BINS; i++) {
            out.writeDouble(seen[i]);
            out.writeDouble(said[i]);
            out.writeDouble(came[i]);
        }
    }

    static Reliability read(DataInput in) throws IOException {
        var reliability = new Reliability();
        for (int i = 0; i < BINS; i++) {
            reliability.seen[i] = in.readDouble();
            reliability.said[i] = in.readDouble();
            reliability.came[i] = in.readDouble();
        }
        return reliability;
    }
}
