package io.mnemesh.intelligence.outcome;

import io.mnemesh.intelligence.errors.evidence.Wilson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds what goes together with an outcome. Where a feature was set deliberately or at random often enough, only these
 * decisions count, and the difference is that of an intervention; else it is a correlation. The interval of a difference of
 * two shares is that of Newcombe (Statistics in Medicine 1998).
 */
final class HintFinder {

    private static final int LEAST = 10;
    private static final int MOST = 60;
    private static final int VALUES = 6;

    private HintFinder() {}

    /** Those whose interval leaves out no difference, the surest first. */
    static List<Hint> find(List<Column> columns, List<Example> examples, List<String> outcomes) {
        var hints = new ArrayList<Hint>();
        for (String outcome : outcomes) {
            for (Column column : columns) {
                switch (column) {
                    case Column.Numeric number ->
                        middle(number)
                                .flatMap(bound -> hint(column.feature(), bound, true, outcome, examples))
                                .ifPresent(hints::add);
                    case Column.Category category ->
                        category.values().stream()
                                .limit(VALUES)
                                .flatMap(value -> hint(column.feature(), value, false, outcome, examples).stream())
                                .forEach(hints::add);
                    case Column.Term _ -> {}
                }
            }
        }
        return hints.stream()
                .sorted(Comparator.comparing(Hint::intervention)
                        .reversed()
                        .thenComparing(
                                Comparator.comparingDouble(HintFinder::sure).reversed()))
                .limit(MOST)
                .toList();
    }

    private static double sure(Hint hint) {
        return Math.max(hint.low(), -hint.high());
    }

    private static Optional<String> middle(Column.Numeric number) {
        double[] typical = number.typical();
        return typical.length < 2 ? Optional.empty() : Optional.of(String.valueOf(typical[typical.length / 2]));
    }

    private static Optional<Hint> hint(
            String feature, String value, boolean atLeast, String outcome, List<Example> examples) {
        Hint set = hint(
                feature,
                value,
                atLeast,
                outcome,
                examples,
                true,
                one -> one.interventions().contains(feature));
        Hint found = set != null ? set : hint(feature, value, atLeast, outcome, examples, false, _ -> true);
        return Optional.ofNullable(found).filter(one -> one.low() > 0 || one.high() < 0);
    }

    private static @Nullable Hint hint(
            String feature,
            String value,
            boolean atLeast,
            String outcome,
            List<Example> examples,
            boolean intervention,
            Predicate<Example> counts) {
        var probe = new Hint(feature, value, atLeast, outcome, 0, 0, 0, 0, 0, 0, intervention);
        int with = 0;
        int endedWith = 0;
        int without = 0;
        int endedWithout = 0;
        for (Example example : examples) {
            FeatureValue told = example.features().get(feature);
            if (told == null || !counts.test(example)) {
                continue;
            }
            int ended = example.outcome().equals(outcome) ? 1 : 0;
            if (probe.fits(told)) {
                with++;
                endedWith += ended;
            } else {
                without++;
                endedWithout += ended;
            }
        }
        if (with < LEAST || without < LEAST) {
            return null;
        }
        double p = (double) endedWith / with;
        double q = (double) endedWithout / without;
        double below = Math.hypot(p - Wilson.lower(endedWith, with), Wilson.upper(endedWithout, without) - q);
        double above = Math.hypot(Wilson.upper(endedWith, with) - p, q - Wilson.lower(endedWithout, without));
        return new Hint(
                feature, value, atLeast, outcome, with, p, without, q, p - q - below, p - q + above, intervention);
    }
}
