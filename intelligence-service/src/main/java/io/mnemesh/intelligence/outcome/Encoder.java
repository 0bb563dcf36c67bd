package io.mnemesh.intelligence.outcome;

import io.mnemesh.intelligence.errors.ranking.Words;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns features of any kind into columns: numbers are scaled and binned by quantiles, categories seen often have a bin each,
 * texts become terms. What is not known has a bin of its own. It is fitted without looking at outcomes. Columns are bounded,
 * whatever the features are.
 */
final class Encoder {

    private static final int MOST_FEATURES = 64;
    private static final int MOST_TERMS = 100;
    private static final int MOST_CATEGORIES = Column.MOST_BINS - 2;
    private static final int LONGEST_CATEGORY = 200;
    private static final int CUTS = 31;
    private static final int TYPICAL = 9;

    /** Words of a text on average, from which on it is no category. */
    private static final double TEXT_WORDS = 3;

    /** Above this, numbers are compared by their logarithm. */
    private static final double WIDE = 1e9;

    private final List<Column> columns;

    private Encoder(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    List<Column> columns() {
        return columns;
    }

    static Set<String> terms(FeatureValue value) {
        return Words.of(value.text());
    }

    /** Chooses the columns; none for features that never vary. */
    static Encoder fit(List<Map<String, FeatureValue>> decisions) {
        var counts = new HashMap<String, Integer>();
        decisions.forEach(one -> one.keySet().forEach(name -> counts.merge(name, 1, Integer::sum)));
        var columns = new ArrayList<Column>();
        counts.entrySet().stream()
                .filter(one -> one.getValue() > 1)
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_FEATURES)
                .map(Map.Entry::getKey)
                .sorted()
                .forEach(name -> columns.addAll(columnsOf(name, decisions)));
        return new Encoder(columns);
    }

    private static List<? extends Column> columnsOf(String name, List<Map<String, FeatureValue>> decisions) {
        var values = new ArrayList<FeatureValue>();
        for (Map<String, FeatureValue> decision : decisions) {
            FeatureValue value = decision.get(name);
            if (value != null) {
                values.add(value);
            }
        }
        double[] numbers = values.stream()
                .filter(FeatureValue.Amount.class::isInstance)
                .mapToDouble(value -> ((FeatureValue.Amount) value).value())
                .sorted()
                .toArray();
        boolean hasGaps = values.size() < decisions.size();
        if (numbers.length >= 0.9 * values.size()) {
            return numeric(name, numbers, hasGaps || numbers.length < values.size());
        }
        var frequency = new HashMap<String, Integer>();
        values.forEach(value -> frequency.merge(value.text(), 1, Integer::sum));
        double words = values.stream()
                .mapToInt(value -> value.text().split("\\s+", 20).length)
                .average()
                .orElse(0);
        if (words > TEXT_WORDS && frequency.size() > 0.2 * values.size()) {
            return terms(name, values);
        }
        List<String> kept = frequency.entrySet().stream()
                .filter(one -> one.getValue() > 1 && one.getKey().length() <= LONGEST_CATEGORY)
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_CATEGORIES)
                .map(Map.Entry::getKey)
                .toList();
        boolean varies = kept.size() > 1 || (kept.size() == 1 && (hasGaps || frequency.size() > 1));
        return varies ? List.of(new Column.Category(name, kept)) : List.of();
    }

    private static List<Column> numeric(String name, double[] sorted, boolean hasGaps) {
        boolean wide = Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1])) > WIDE;
        double[] plain = sorted.clone();
        for (int i = 0; wide && i < plain.length; i++) {
            plain[i] = Column.Numeric.compressed(plain[i]);
        }
        double low = plain[(int) (0.01 * (plain.length - 1))];
        double high = plain[(int) Math.ceil(0.99 * (plain.length - 1))];
        double mean = 0;
        for (double value : plain) {
            mean += Math.clamp(value, low, high) / plain.length;
        }
        double variance = 0;
        for (double value : plain) {
            variance += Math.pow(Math.clamp(value, low, high) - mean, 2) / plain.length;
        }
        double[] cuts = cuts(plain);
        if (cuts.length == 0 && !hasGaps) {
            return List.of();
        }
        double deviation = variance > 0 ? Math.sqrt(variance) : 1;
        return List.of(new Column.Numeric(name, wide, low, high, mean, deviation, cuts, typical(sorted)));
    }

    /** Bounds of quantiles, half-way between neighbours. */
    private static double[] cuts(double[] sorted) {
        double[] distinct = Arrays.stream(sorted).distinct().toArray();
        double[] cuts = new double[Math.min(CUTS, distinct.length - 1)];
        int found = 0;
        double last = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < cuts.length; i++) {
            int at;
            if (distinct.length - 1 <= CUTS) {
                at = i;
            } else {
                double quantile = sorted[(int) ((long) (i + 1) * sorted.length / (CUTS + 1))];
                at = Math.min(distinct.length - 2, Arrays.binarySearch(distinct, quantile));
            }
            double cut = distinct[at] / 2 + distinct[at + 1] / 2;
            if (cut > last) {
                cuts[found++] = cut;
                last = cut;
            }
        }
        return Arrays.copyOf(cuts, found);
    }

    private static double[] typical(double[] sorted) {
        return IntStream.rangeClosed(1, TYPICAL)
                .mapToDouble(i -> sorted[i * (sorted.length - 1) / (TYPICAL + 1)])
                .distinct()
                .toArray();
    }

    private static List<Column> terms(String name, List<FeatureValue> values) {
        var frequency = new HashMap<String, Integer>();
        values.forEach(value -> terms(value).forEach(term -> frequency.merge(term, 1, Integer::sum)));
        int least = Math.max(3, values.size() / 200);
        return frequency.entrySet().stream()
                .filter(one -> one.getValue() >= least && one.getValue() <= 0.95 * values.size())
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_TERMS)
                .map(one -> (Column) new Column.Term(name, one.getKey()))
                .toList();
    }

    Row encode(Map<String, FeatureValue> features) {
        var bins = new byte[columns.size()];
        var scaled = new float[columns.size()];
        String text = null;
        Set<String> terms = Set.of();
        for (int i = 0; i < bins.length; i++) {
            Column column = columns.get(i);
            FeatureValue value = features.get(column.feature());
            if (column instanceof Column.Term term) {
                if (!term.feature().equals(text)) {
                    text = term.feature();
                    terms = value == null ? Set.of() : terms(value);
                }
                bins[i] = (byte) (terms.contains(term.term()) ? 1 : Column.UNKNOWN);
            } else {
                bins[i] = (byte) column.bin(value);
                scaled[i] = column instanceof Column.Numeric number ? number.scaled(value) : 0;
            }
        }
        return new Row(bins, scaled);
    }

    /** Features of these that say nothing the model knows: a category not seen before, or a number far from all. */
    List<String> strange(Map<String, FeatureValue> features) {
        return columns.stream()
                .filter(column -> isStrange(column, features.get(column.feature())))
                .map(Column::feature)
                .toList();
    }

    private static boolean isStrange(Column column, @Nullable FeatureValue value) {
        if (value == null) {
            return false;
        }
        return switch (column) {
            case Column.Numeric number -> !(value instanceof FeatureValue.Amount amount) || number.isStrange(amount);
            case Column.Category category -> category.bin(value) == Column.OTHER;
            case Column.Term _ -> false;
        };
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(columns.size());
        for (Column column : columns) {
            column.write(out);
        }
    }

    static Encoder read(DataInput in) throws IOException {
        return new Encoder(Column.readAll(in));
    }
}
