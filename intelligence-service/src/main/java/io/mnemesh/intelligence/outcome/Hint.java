package io.mnemesh.intelligence.outcome;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How much more often an outcome came where a feature had a value than where it had another.
 *
 * @param feature      the feature
 * @param value        a category, or the bound that numbers are at or above of
 * @param atLeast      whether the value is such a bound
 * @param outcome      the outcome
 * @param with         decisions that had it
 * @param rateWith     share of them that ended so
 * @param without      decisions where the feature was known and other
 * @param rateWithout  share of them that ended so
 * @param low          least difference of the shares at 95 %
 * @param high         greatest difference of the shares at 95 %
 * @param intervention whether all of these set the feature deliberately or at random; else it is a correlation and no more
 */
public record Hint(
        String feature,
        String value,
        boolean atLeast,
        String outcome,
        int with,
        double rateWith,
        int without,
        double rateWithout,
        double low,
        double high,
        boolean intervention) {

    public double difference() {
        return rateWith - rateWithout;
    }

    /** Whether it speaks of a decision with this value of the feature. */
    boolean fits(FeatureValue told) {
        return atLeast
                ? told instanceof FeatureValue.Amount amount && amount.value() >= Double.parseDouble(value)
                : told.text().equals(value);
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(feature);
        out.writeUTF(value);
        out.writeBoolean(atLeast);
        out.writeUTF(outcome);
        out.writeInt(with);
        out.writeDouble(rateWith);
        out.writeInt(without);
        out.writeDouble(rateWithout);
        out.writeDouble(low);
        out.writeDouble(high);
        out.writeBoolean(intervention);
    }

    static Hint read(DataInput in) throws IOException {
        return new Hint(
                in.readUTF(),
                in.readUTF(),
                in.readBoolean(),
                in.readUTF(),
                in.readInt(),
                in.readDouble(),
                in.readInt(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readBoolean());
    }
}
