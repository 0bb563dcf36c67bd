package io.mnemesh.benchmarks;

import io.mnemesh.intelligence.outcome.Comparison;
import io.mnemesh.intelligence.outcome.Example;
import io.mnemesh.intelligence.outcome.OutcomeModel;
import io.mnemesh.intelligence.outcome.Outlook;
import io.mnemesh.intelligence.outcome.Scores;
import io.mnemesh.intelligence.outcome.Trainer;
import io.mnemesh.intelligence.outcome.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How decisions end: champion, challenger and the one served, in repeated stratified cross-validation with the calibration
 * inside of it, and how long learning and one prediction take. Of more than two outcomes the figures are means over outcomes.
 */
final class OutcomeBenchmark implements Benchmark {

    private static final int PARTS = 5;

    @Override
    public String name() {
        return "outcome";
    }

    @Override
    public String measures() {
        return "how decisions end: champion, challenger, served (--data FILE or DIR of CSV, the last column is the outcome)";
    }

    @Override
    public void run(Options options, Figures figures) throws IOException {
        Path data = options.data();
        List<OutcomeData> sets = data == null ? OutcomeData.generated() : OutcomeData.readAll(data);
        int below = 0;
        int learned = 0;
        var latencies = new ArrayList<Long>();
        for (OutcomeData set : sets) {
            long began = System.nanoTime();
            Training training = Trainer.train(set.examples());
            double seconds = (System.nanoTime() - began) / 1e9;
            if (training instanceof Training.Learned(OutcomeModel model)) {
                learned++;
                below += put(figures, set, model.comparisons()) ? 1 : 0;
                figures.put("learn_s:" + set.name(), seconds);
                latencies.addAll(predict(model, set.examples()));
                heldOut(figures, set);
            } else {
                figures.out().printf("%s: %s%n", set.name(), training);
            }
        }
        figures.put("sets", learned);
        figures.put("sets_below_champion", below);
        if (!latencies.isEmpty()) {
            figures.putLatencies("predict", latencies);
        }
    }

    /** @return whether what is served is below the champion in anything that is promised */
    private static boolean put(Figures figures, OutcomeData set, List<Comparison> comparisons) {
        put(
                figures,
                set.name(),
                "champion",
                comparisons.stream().map(Comparison::champion).toList());
        put(
                figures,
                set.name(),
                "challenger",
                comparisons.stream().map(Comparison::challenger).toList());
        put(
                figures,
                set.name(),
                "served",
                comparisons.stream().map(Comparison::reached).toList());
        figures.put("promoted:" + set.name(), (double)
                comparisons.stream().filter(Comparison::isPromoted).count());
        return comparisons.stream().anyMatch(one -> !one.reached().isNowhereBelow(one.champion()));
    }

    private static void put(Figures figures, String set, String model, List<Scores> scores) {
        String end = ":" + set + "/" + model;
        figures.put(
                "accuracy" + end,
                mean(scores.stream().mapToDouble(Scores::accuracy).toArray()));
        figures.put("auc" + end, mean(scores.stream().mapToDouble(Scores::auc).toArray()));
        figures.put(
                "brier" + end, mean(scores.stream().mapToDouble(Scores::brier).toArray()));
        figures.put("ece" + end, mean(scores.stream().mapToDouble(Scores::ece).toArray()));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    /**
     * The whole of learning, choice of the model and calibration included, on four fifths of the decisions, and what it says of
     * the others: beside the champion learned from the same.
     */
    private static void heldOut(Figures figures, OutcomeData set) {
        double[] right = new double[2];
        double[] loss = new double[2];
        int asked = 0;
        for (int part = 0; part < PARTS; part++) {
            int held = part;
            List<Example> all = set.examples();
            List<Example> known = IntStream.range(0, all.size())
                    .filter(i -> i % PARTS != held)
                    .mapToObj(all::get)
                    .toList();
            if (Trainer.train(known) instanceof Training.Learned(OutcomeModel served)
                    && Trainer.champion(known) instanceof Training.Learned(OutcomeModel champion)) {
                for (int i = held; i < all.size(); i += PARTS) {
                    Example example = all.get(i);
                    asked++;
                    for (int one = 0; one < 2; one++) {
                        Outlook outlook = (one == 0 ? champion : served).predict(example.features());
                        boolean isRight = outlook.likeliest().outcome().equals(example.outcome());
                        right[one] += isRight ? 1 : 0;
                        loss[one] += Math.pow(1 - outlook.probability(example.outcome()), 2);
                    }
                }
            }
        }
        if (asked > 0) {
            figures.put("held_out_accuracy:" + set.name() + "/champion", right[0] / asked);
            figures.put("held_out_accuracy:" + set.name() + "/served", right[1] / asked);
            figures.put("held_out_brier:" + set.name() + "/champion", loss[0] / asked);
            figures.put("held_out_brier:" + set.name() + "/served", loss[1] / asked);
        }
    }

    private static List<Long> predict(OutcomeModel model, List<Example> examples) {
        var nanos = new ArrayList<Long>();
        for (int i = 0; i < 1_000; i++) {
            long began = System.nanoTime();
            model.predict(examples.get(i % examples.size()).features());
            nanos.add(System.nanoTime() - began);
        }
        return nanos;
    }
}
