package io.mnemesh.intelligence.outcome;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What would have to be different for another outcome to be the likeliest. Only values that past decisions had are tried, one
 * feature first and, where that is not enough, a second one beside the best of them. It is what the model says, not what
 * changing the feature will do.
 */
public final class Counterfactuals {

    private static final int MOST_VALUES = 12;
    private static final int STARTS = 3;

    /** Least gain of probability that is worth telling. */
    private static final double WORTH = 0.01;

    private final OutcomeModel model;
    private final Map<String, FeatureValue> features;
    private final String wanted;
    private final Map<String, List<FeatureValue>> candidates = new LinkedHashMap<>();

    /**
     * Prepares a search.
     *
     * @param fixed   features that cannot be changed
     * @param options what else a feature could be, where that is known
     */
    public Counterfactuals(
            OutcomeModel model,
            Map<String, FeatureValue> features,
            String wanted,
            Set<String> fixed,
            Map<String, List<FeatureValue>> options) {
        this.model = model;
        this.features = features;
        this.wanted = wanted;
        for (Column column : model.columns()) {
            List<FeatureValue> seen = seen(column);
            List<FeatureValue> given = options.get(column.feature());
            List<FeatureValue> values = given == null
                    ? seen
                    : given.stream()
                            .filter(one -> column.bin(one) > Column.OTHER)
                            .toList();
            if (!fixed.contains(column.feature()) && !values.isEmpty()) {
                candidates.put(column.feature(), values);
            }
        }
    }

    /**
     * Changes that together raise the probability of the outcome that is wanted.
     *
     * @param size  how much is changed: 1 for a category, standard deviations of a number
     * @param flips whether the outcome becomes the likeliest
     */
    public record Change(Map<String, FeatureValue> changes, double probability, double size, boolean flips) {}

    /** The changes worth telling: those that suffice first, of these the fewest and smallest. */
    public List<Change> find(int most) {
        double now = model.probability(features, wanted);
        List<Change> single = changes(Map.of(), 0);
        var all = new ArrayList<>(single);
        if (single.stream().noneMatch(Change::flips)) {
            single.stream()
                    .sorted(Comparator.comparingDouble(Change::probability).reversed())
                    .limit(STARTS)
                    .forEach(first -> all.addAll(changes(first.changes(), first.size())));
        }
        var told = new HashMap<Set<String>, Change>();
        all.stream()
                .filter(change -> change.probability() >= now + WORTH)
                .sorted(order())
                .forEach(change -> told.putIfAbsent(change.changes().keySet(), change));
        return told.values().stream().sorted(order()).limit(most).toList();
    }

    private static Comparator<Change> order() {
        return Comparator.comparing(Change::flips)
                .reversed()
                .thenComparingInt(change -> change.flips() ? change.changes().size() : 0)
                .thenComparingDouble(change -> change.flips() ? change.size() : -change.probability())
                .thenComparing(change -> change.changes().toString());
    }

    private List<Change> changes(Map<String, FeatureValue> made, double sizeBefore) {
        var found = new ArrayList<Change>();
        candidates.forEach((feature, values) -> {
            if (made.containsKey(feature)) {
                return;
            }
            FeatureValue now = features.get(feature);
            for (FeatureValue value : values) {
                if (value.equals(now)) {
                    continue;
                }
                var changes = new LinkedHashMap<>(made);
                changes.put(feature, value);
                var changed = new HashMap<>(features);
                changed.putAll(changes);
                double probability = model.probability(changed, wanted);
                found.add(new Change(changes, probability, sizeBefore + size(feature, now, value), probability > 0.5));
            }
        });
        return found;
    }

    private double size(String feature, @Nullable FeatureValue from, FeatureValue to) {
        return model.columns().stream()
                .filter(column -> column.feature().equals(feature))
                .findFirst()
                .filter(Column.Numeric.class::isInstance)
                .map(Column.Numeric.class::cast)
                .map(number -> (double) Math.abs(number.scaled(from) - number.scaled(to)))
                .orElse(1.0);
    }

    private static List<FeatureValue> seen(Column column) {
        return switch (column) {
            case Column.Numeric number -> {
                var values = new ArrayList<FeatureValue>();
                for (double value : number.typical()) {
                    values.add(new FeatureValue.Amount(value));
                }
                yield values;
            }
            case Column.Category category ->
                category.values().stream()
                        .limit(MOST_VALUES)
                        .<FeatureValue>map(FeatureValue.Words::new)
                        .toList();
            case Column.Term _ -> List.of();
        };
    }
}
