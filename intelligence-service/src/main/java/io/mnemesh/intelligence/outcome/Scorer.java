package io.mnemesh.intelligence.outcome;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Says how much a decision speaks for an outcome, as a logarithm of odds that is not calibrated yet. */
sealed interface Scorer permits Logistic, BoostedTrees {

    /** Name in answers and lineage. */
    String name();

    double score(Row row);

    /**
     * What each column adds to the score. The returned base and all additions together are the score.
     *
     * @param additions one place a column, added to
     * @return the score of a decision nothing is known of
     */
    double explain(Row row, double[] additions);

    void write(DataOutput out) throws IOException;

    static void writeNamed(Scorer scorer, DataOutput out) throws IOException {
        out.writeUTF(scorer.name());
        scorer.write(out);
    }

    static Scorer read(DataInput in) throws IOException {
        String name = in.readUTF();
        return switch (name) {
            case Logistic.NAME -> Logistic.read(in);
            case BoostedTrees.NAME -> BoostedTrees.read(in);
            default -> throw new IOException("There is no model named " + name + ".");
        };
    }
}
