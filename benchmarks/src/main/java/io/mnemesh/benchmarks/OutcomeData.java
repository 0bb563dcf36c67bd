package io.mnemesh.benchmarks;

import io.mnemesh.intelligence.outcome.Example;
import io.mnemesh.intelligence.outcome.FeatureValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.BiPredicate;

/**
 * Decisions that have ended, as examples to learn from.
 *
 * @param name what it is called in figures
 */
record OutcomeData(String name, List<Example> examples) {

    /**
     * A CSV, or every one of a folder: a header, then a decision a row; the last column is the outcome, empty cells are not known.
     */
    static List<OutcomeData> readAll(Path folder) throws IOException {
        if (Files.isRegularFile(folder)) {
            return List.of(read(folder));
        }
        try (var files = Files.list(folder)) {
            var all = new ArrayList<OutcomeData>();
            for (Path file : files.filter(one -> one.toString().endsWith(".csv"))
                    .sorted()
                    .toList()) {
                all.add(read(file));
            }
            return all;
        }
    }

    private static OutcomeData read(Path file) throws IOException {
        List<List<String>> rows = Csv.rows(Files.readString(file));
        List<String> header = rows.getFirst();
        int last = header.size() - 1;
        var examples = new ArrayList<Example>();
        for (List<String> row : rows.subList(1, rows.size())) {
            if (row.size() != header.size() || row.get(last).isBlank()) {
                continue;
            }
            var features = new HashMap<String, FeatureValue>();
            for (int column = 0; column < last; column++) {
                FeatureValue value = FeatureValue.parse(row.get(column));
                if (value != null) {
                    features.put(header.get(column), value);
                }
            }
            examples.add(new Example(
                    new UUID(0, examples.size()), features, row.get(last).strip(), Set.of()));
        }
        return new OutcomeData(file.getFileName().toString().replace(".csv", ""), examples);
    }

    /** Data sets of known shapes. */
    static List<OutcomeData> generated() {
        return List.of(
                made("linear", 1000, (x, draws) -> noisy(2 * x[0] - 1.5 * x[1] + 0.5 * x[2], draws)),
                made("interactions", 1500, (x, draws) -> noisy(x[0] + 3 * x[1] * x[2], draws)),
                made("xor", 1000, (x, _) -> x[0] > 0 != x[1] > 0),
                made("noise", 600, (_, draws) -> draws.nextBoolean()),
                made("imbalanced", 2000, (x, draws) -> noisy(2 * x[0] + x[1] - 4.5, draws)),
                made("steps", 1500, (x, draws) -> noisy(Math.abs(x[0]) > 1 ? 2 : -2, draws)),
                made("tiny", 30, (x, draws) -> noisy(2 * x[0], draws)),
                categories(),
                gaps());
    }

    private static boolean noisy(double logOdds, SplittableRandom draws) {
        return draws.nextDouble() < 1 / (1 + Math.exp(-logOdds));
    }

    private static OutcomeData made(String name, int size, BiPredicate<double[], SplittableRandom> truth) {
        var draws = new SplittableRandom(name.hashCode());
        var examples = new ArrayList<Example>();
        for (int i = 0; i < size; i++) {
            double[] x = numbers(draws);
            var features = new HashMap<String, FeatureValue>();
            for (int k = 0; k < x.length; k++) {
                features.put("x" + k, new FeatureValue.Amount(x[k]));
            }
            examples.add(example(i, features, truth.test(x, draws)));
        }
        return new OutcomeData(name, examples);
    }

    private static double[] numbers(SplittableRandom draws) {
        double[] x = new double[6];
        for (int k = 0; k < x.length; k++) {
            x[k] = draws.nextGaussian();
        }
        return x;
    }

    /** Three features of forty values each, every value with an effect of its own, and one that says nothing. */
    private static OutcomeData categories() {
        var draws = new SplittableRandom(40);
        double[][] effects = new double[3][40];
        for (double[] some : effects) {
            for (int k = 0; k < some.length; k++) {
                some[k] = draws.nextGaussian();
            }
        }
        var examples = new ArrayList<Example>();
        for (int i = 0; i < 3000; i++) {
            double logOdds = 0;
            var features = new HashMap<String, FeatureValue>();
            for (int k = 0; k < effects.length; k++) {
                int value = draws.nextInt(40);
                logOdds += effects[k][value];
                features.put("c" + k, new FeatureValue.Words("v" + value));
            }
            features.put("none", new FeatureValue.Words("v" + draws.nextInt(500)));
            examples.add(example(i, features, noisy(logOdds, draws)));
        }
        return new OutcomeData("categories", examples);
    }

    /** A third of the values is not known, one of them because of its value. */
    private static OutcomeData gaps() {
        var draws = new SplittableRandom(33);
        var examples = new ArrayList<Example>();
        for (int i = 0; i < 1500; i++) {
            double[] x = numbers(draws);
            var features = new HashMap<String, FeatureValue>();
            for (int k = 0; k < x.length; k++) {
                if (k == 0 ? x[0] < 0.5 : draws.nextInt(3) > 0) {
                    features.put("x" + k, new FeatureValue.Amount(x[k]));
                }
            }
            examples.add(example(i, features, noisy(2 * x[0] - x[1], draws)));
        }
        return new OutcomeData("gaps", examples);
    }

    private static Example example(int i, Map<String, FeatureValue> features, boolean won) {
        return new Example(new UUID(0, i), features, won ? "won" : "lost", Set.of());
    }
}
