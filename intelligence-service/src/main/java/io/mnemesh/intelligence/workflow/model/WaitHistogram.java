package io.mnemesh.intelligence.workflow.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Waiting times in classes that grow by an eighth of an octave, so that a quantile is right to within 5 % whatever the
 * magnitude, and a wait can be taken out again. Not thread-safe.
 */
final class WaitHistogram {

    private static final double PER_OCTAVE = 8;

    private Counts classes = new Counts();
    private double sum;

    void add(long millis, int times) {
        long wait = Math.max(0, millis);
        classes.add((int) Math.round(PER_OCTAVE * Math.log1p((double) wait) / Math.log(2)), times);
        sum = Math.max(0, sum + (double) wait * times);
    }

    long count() {
        return classes.total();
    }

    /** All waits together, ms. */
    double sum() {
        return sum;
    }

    /** The wait that a share of all does not exceed, ms; 0 without waits. */
    double quantile(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * classes.total()));
        for (int i = 0; i < classes.size(); i++) {
            rank -= classes.countAt(i);
            if (rank <= 0) {
                return Math.expm1(classes.symbolAt(i) / PER_OCTAVE * Math.log(2));
            }
        }
        return 0;
    }

    void write(DataOutput out) throws IOException {
        classes.write(out);
        out.writeDouble(sum);
    }

    static WaitHistogram read(DataInput in) throws IOException {
        var histogram = new WaitHistogram();
        histogram.classes = Counts.read(in);
        histogram.sum = in.readDouble();
        return histogram;
    }
}
