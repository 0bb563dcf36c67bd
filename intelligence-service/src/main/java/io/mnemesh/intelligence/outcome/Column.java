package io.mnemesh.intelligence.outcome;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one feature, or one term of it, becomes a number of a bin and, if it is a number, a scaled value. */
sealed interface Column {

    /** A bin is a bit of a mask. */
    int MOST_BINS = 63;

    /** Bin of what is not known, or of a term that is not there. */
    int UNKNOWN = 0;

    /** Bin of a category that was not seen often enough. */
    int OTHER = 1;

    String feature();

    int bins();

    int bin(@Nullable FeatureValue value);

    /**
     * A number.
     *
     * @param wide   whether values differ by so much that their logarithm is looked at
     * @param low    values below are taken as this, after the logarithm
     * @param high   values above are taken as this
     * @param cuts   ascending bounds between bins
     * @param typical values that were seen, ascending: what it could be instead
     */
    record Numeric(
            String feature,
            boolean wide,
            double low,
            double high,
            double mean,
            double deviation,
            double[] cuts,
            double[] typical)
            implements Column {

        @Override
        public int bins() {
            return cuts.length + 2;
        }

        @Override
        public int bin(@Nullable FeatureValue value) {
            if (!(value instanceof FeatureValue.Amount amount)) {
                return UNKNOWN;
            }
            int at = Arrays.binarySearch(cuts, plain(amount.value()));
            return 1 + (at >= 0 ? at : -at - 1);
        }

        float scaled(@Nullable FeatureValue value) {
            return value instanceof FeatureValue.Amount amount
                    ? (float) ((Math.clamp(plain(amount.value()), low, high) - mean) / deviation)
                    : 0;
        }

        private double plain(double value) {
            return wide ? compressed(value) : value;
        }

        /** Whether the value is far from all that were seen. */
        boolean isStrange(FeatureValue.Amount amount) {
            double room = (high - low) * 0.1;
            double value = plain(amount.value());
            return value < low - room || value > high + room;
        }

        /** Logarithm with sign. */
        static double compressed(double value) {
            return Math.signum(value) * Math.log1p(Math.abs(value));
        }
    }

    /** A category or a yes or no; the values seen most often have bins of their own, from 2 on. */
    record Category(String feature, List<String> values) implements Column {
        @Override
        public int bins() {
            return values.size() + 2;
        }

        @Override
        public int bin(@Nullable FeatureValue value) {
            if (value == null) {
                return UNKNOWN;
            }
            int at = values.indexOf(value.text());
            return at < 0 ? OTHER : at + 2;
        }
    }

    /** Whether a word is in a text. */
    record Term(String feature, String term) implements Column {
        @Override
        public int bins() {
            return 2;
        }

        @Override
        public int bin(@Nullable FeatureValue value) {
            return value != null && Encoder.terms(value).contains(term) ? 1 : UNKNOWN;
        }
    }

    default void write(DataOutput out) throws IOException {
        switch (this) {
            case Numeric number -> {
                out.writeByte(0);
                out.writeUTF(feature());
                out.writeBoolean(number.wide());
                out.writeDouble(number.low());
                out.writeDouble(number.high());
                out.writeDouble(number.mean());
                out.writeDouble(number.deviation());
                Binary.write(out, number.cuts());
                Binary.write(out, number.typical());
            }
            case Category category -> {
                out.writeByte(1);
                out.writeUTF(feature());
                Binary.write(out, category.values());
            }
            case Term term -> {
                out.writeByte(2);
                out.writeUTF(feature());
                out.writeUTF(term.term());
            }
        }
    }

    static Column read(DataInput in) throws IOException {
        int kind = in.readByte();
        String feature = in.readUTF();
        return switch (kind) {
            case 0 ->
                new Numeric(
                        feature,
                        in.readBoolean(),
                        in.readDouble(),
                        in.readDouble(),
                        in.readDouble(),
                        in.readDouble(),
                        Binary.doubles(in),
                        Binary.doubles(in));
            case 1 -> new Category(feature, Binary.strings(in));
            case 2 -> new Term(feature, in.readUTF());
            default -> throw new IOException("There is no column of kind " + kind + ".");
        };
    }

    /** Columns of a list, written one after the other. */
    static List<Column> readAll(DataInput in) throws IOException {
        var columns = new ArrayList<Column>();
        for (int left = in.readInt(); left > 0; left--) {
            columns.add(read(in));
        }
        return List.copyOf(columns);
    }
}
