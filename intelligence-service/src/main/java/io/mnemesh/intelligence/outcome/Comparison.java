package io.mnemesh.intelligence.outcome;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How champion and challenger did on the decisions that a model was learned from, by cross-validation.
 *
 * @param outcome  the outcome that was asked for
 * @param served   name of the one that answers
 * @param t        by how many standard errors the challenger's loss is lower
 * @param penalty  of the champion
 */
public record Comparison(String outcome, String served, double t, double penalty, Scores champion, Scores challenger) {

    /** What the one that answers reached. */
    public Scores reached() {
        return isPromoted() ? challenger : champion;
    }

    /** Whether the challenger answers. */
    public boolean isPromoted() {
        return !served.equals(Logistic.NAME);
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(outcome);
        out.writeUTF(served);
        out.writeDouble(t);
        out.writeDouble(penalty);
        write(out, champion);
        write(out, challenger);
    }

    static Comparison read(DataInput in) throws IOException {
        return new Comparison(in.readUTF(), in.readUTF(), in.readDouble(), in.readDouble(), scores(in), scores(in));
    }

    private static void write(DataOutput out, Scores scores) throws IOException {
        out.writeDouble(scores.accuracy());
        out.writeDouble(scores.auc());
        out.writeDouble(scores.brier());
        out.writeDouble(scores.ece());
        out.writeDouble(scores.logLoss());
    }

    private static Scores scores(DataInput in) throws IOException {
        return new Scores(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
    }
}
