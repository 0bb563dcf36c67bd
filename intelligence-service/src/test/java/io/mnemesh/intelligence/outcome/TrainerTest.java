package io.mnemesh.intelligence.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

class TrainerTest {

    @Test
    void shouldServeTheChampionWhereOutcomesAreLinear() {
        OutcomeModel model = learned(examples(400, (x, y) -> x + y > 1));

        Comparison comparison = model.comparisons().getFirst();
        assertThat(comparison.served()).isEqualTo("logistic");
        assertThat(comparison.champion().auc()).isGreaterThan(0.95);
        Outlook outlook = model.predict(Map.of("x", amount(0.9), "y", amount(0.9), "team", words("a")));
        assertThat(outlook.likeliest().outcome()).isEqualTo("won");
        assertThat(outlook.likeliest().low()).isLessThan(outlook.likeliest().probability());
        assertThat(outlook.likeliest().high()).isGreaterThan(outlook.likeliest().probability());
    }

    @Test
    void shouldPromoteTheChallengerWhereFeaturesActTogether() {
        Comparison comparison = learned(examples(600, (x, y) -> x > 0.5 != y > 0.5))
                .comparisons()
                .getFirst();

        assertThat(comparison.served()).isEqualTo("boosted-trees");
        assertThat(comparison.champion().auc()).isLessThan(0.65);
        assertThat(comparison.reached().auc()).isGreaterThan(0.9);
        assertThat(comparison.reached().isNowhereBelow(comparison.champion())).isTrue();
    }

    @Test
    void shouldExplainTheWholeScore() {
        Map<String, FeatureValue> asked = Map.of("x", amount(0.2), "y", amount(0.9), "team", words("b"));
        for (BiPredicate<Double, Double> truth :
                List.<BiPredicate<Double, Double>>of((x, y) -> x + y > 1, (x, y) -> x > 0.5 != y > 0.5)) {
            Outlook outlook = learned(examples(600, truth)).predict(asked);

            double sum = outlook.base()
                    + outlook.contributions().stream()
                            .mapToDouble(Outlook.Contribution::addition)
                            .sum();
            assertThat(sum).isCloseTo(outlook.score(), within(1e-9));
            assertThat(Odds.probability(sum)).isCloseTo(outlook.likeliest().probability(), within(1e-9));
        }
    }

    @Test
    void shouldBeTheSameBytesWhereverItIsLearned() throws IOException {
        List<Example> examples = examples(120, (x, y) -> x > 0.5 != y > 0.5);

        byte[] bytes = learned(examples).bytes();

        assertThat(learned(examples).bytes()).isEqualTo(bytes);
        assertThat(OutcomeModel.of(bytes).bytes()).isEqualTo(bytes);
    }

    @Test
    void shouldSayWhatWouldChangeIt() {
        OutcomeModel model = learned(examples(400, (x, y) -> x + y > 1));
        Map<String, FeatureValue> asked = Map.of("x", amount(0.8), "y", amount(0.1), "team", words("a"));

        var changes = new Counterfactuals(model, asked, "won", Set.of("x"), Map.of()).find(3);

        assertThat(changes.getFirst().flips()).isTrue();
        assertThat(changes.getFirst().changes()).containsOnlyKeys("y");
        assertThat(((FeatureValue.Amount) changes.getFirst().changes().get("y")).value())
                .isBetween(0.15, 0.5);
    }

    @Test
    void shouldNotBeIrritatedByAbsurdValues() {
        var draws = new SplittableRandom(5);
        var examples = new ArrayList<Example>();
        for (int i = 0; i < 60; i++) {
            var features = new HashMap<String, FeatureValue>();
            features.put("huge", amount(i % 3 == 0 ? 1e308 : -1e308 * draws.nextDouble()));
            features.put("mixed", i % 2 == 0 ? amount(i) : words("w" + i));
            features.put(
                    "id", words(UUID.nameUUIDFromBytes(new byte[] {(byte) i}).toString()));
            features.put("same", words("x"));
            features.put("long", words("word ".repeat(3_000)));
            if (i % 5 == 0) {
                features.put("rare", amount(1));
            }
            examples.add(new Example(new UUID(0, i), features, i % 3 == 0 ? "a" : "b", Set.of()));
        }
        OutcomeModel model = learned(examples);

        Outlook outlook = model.predict(Map.of("huge", amount(1e308), "unknown", words("?")));

        assertThat(outlook.likeliest().outcome()).isEqualTo("a");
        assertThat(outlook.likeliest().probability()).isBetween(0.5, 1.0);
    }

    @Test
    void shouldTellOutcomesApartIfThereAreMoreThanTwo() {
        var examples = new ArrayList<Example>();
        for (int i = 0; i < 90; i++) {
            examples.add(new Example(new UUID(0, i), Map.of("team", words("t" + i % 3)), "o" + i % 3, Set.of("team")));
        }
        OutcomeModel model = learned(examples);

        Outlook outlook = model.predict(Map.of("team", words("t1")));

        assertThat(outlook.likeliest().outcome()).isEqualTo("o1");
        assertThat(outlook.chances().stream()
                        .mapToDouble(Outlook.Chance::probability)
                        .sum())
                .isCloseTo(1, within(1e-9));
        assertThat(model.hints(Map.of("team", words("t1")), "o1", 5).getFirst()).satisfies(hint -> {
            assertThat(hint.intervention()).isTrue();
            assertThat(hint.difference()).isEqualTo(1);
            assertThat(hint.low()).isBetween(0.8, 1.0);
        });
        assertThat(model.similar(Map.of("team", words("t1")), 3))
                .extracting(Similar::outcome)
                .containsOnly("o1");
    }

    @Test
    void shouldSayWhatIsMissing() {
        assertThat(missing(List.of()))
                .containsExactly(
                        "20 decisions with an outcome; there are 0.",
                        "Two outcomes with at least 5 decisions each; there are none.");
        assertThat(missing(examples(30, (x, y) -> true)))
                .containsExactly("Two outcomes with at least 5 decisions each; there are 'won' 30.");
        List<Example> constant = examples(40, (x, y) -> x > 0.5).stream()
                .map(one -> new Example(one.id(), Map.of("x", amount(1)), one.outcome(), Set.of()))
                .toList();
        assertThat(missing(constant))
                .containsExactly("Features that differ between decisions; all that are known have one value.");
    }

    private static List<String> missing(List<Example> examples) {
        return ((Training.NotEnough) Trainer.train(examples)).missing();
    }

    private static OutcomeModel learned(List<Example> examples) {
        return ((Training.Learned) Trainer.train(examples)).model();
    }

    /** Decisions that are decided by two numbers. */
    private static List<Example> examples(int count, BiPredicate<Double, Double> truth) {
        var draws = new SplittableRandom(7);
        var examples = new ArrayList<Example>();
        for (int i = 0; i < count; i++) {
            double x = draws.nextDouble();
            double y = draws.nextDouble();
            Map<String, FeatureValue> features =
                    Map.of("x", amount(x), "y", amount(y), "team", words(draws.nextBoolean() ? "a" : "b"));
            examples.add(new Example(new UUID(1, i), features, truth.test(x, y) ? "won" : "lost", Set.of()));
        }
        return examples;
    }

    private static FeatureValue amount(double value) {
        return new FeatureValue.Amount(value);
    }

    private static FeatureValue words(String value) {
        return new FeatureValue.Words(value);
    }
}
