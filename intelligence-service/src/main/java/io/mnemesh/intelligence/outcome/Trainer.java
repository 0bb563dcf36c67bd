package io.mnemesh.intelligence.outcome;

import io.mnemesh.intelligence.outcome.References.Reference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Learns how decisions end. The same decisions in the same order always give the same model, byte for byte: every draw
 * follows from a fixed seed. Work is bounded by the cells, that is decisions times columns, that are looked at.
 */
public final class Trainer {

    /** Decisions with an outcome that are needed. */
    public static final int LEAST = 20;

    /** Decisions of one outcome that are needed for it to be predicted. */
    public static final int LEAST_EACH = 5;

    private static final int MOST_OUTCOMES = 6;
    private static final int MOST_CELLS = 1_000_000;
    private static final long SEED = 20_261_128;

    private Trainer() {}

    /** @param examples the earliest first; of more than can be looked at, the latest count */
    public static Training train(List<Example> examples) {
        return train(examples, false);
    }

    /** As {@link #train}, with the champion alone: what the model served must not be below of. */
    public static Training champion(List<Example> examples) {
        return train(examples, true);
    }

    private static Training train(List<Example> examples, boolean onlyChampion) {
        Map<String, Integer> counts = counts(examples);
        List<String> outcomes = outcomes(counts);
        var missing = new ArrayList<String>();
        if (examples.size() < LEAST) {
            missing.add(LEAST + " decisions with an outcome; there are " + examples.size() + ".");
        }
        if (outcomes.size() < 2) {
            missing.add(tooAlike(counts));
        }
        if (!missing.isEmpty()) {
            return new Training.NotEnough(List.copyOf(missing));
        }
        Encoder encoder = Encoder.fit(examples.stream().map(Example::features).toList());
        if (encoder.columns().isEmpty()) {
            return new Training.NotEnough(
                    List.of("Features that differ between decisions; all that are known have one value."));
        }
        return new Training.Learned(learn(examples, encoder, outcomes, onlyChampion));
    }

    private static OutcomeModel learn(List<Example> all, Encoder encoder, List<String> outcomes, boolean onlyChampion) {
        int most = Math.max(LEAST, MOST_CELLS / encoder.columns().size());
        List<Example> examples = all.size() > most ? all.subList(all.size() - most, all.size()) : all;
        Row[] rows =
                examples.stream().map(one -> encoder.encode(one.features())).toArray(Row[]::new);
        var models = new ArrayList<LabelModel>();
        int needed = outcomes.size() == 2 ? 1 : outcomes.size();
        for (String outcome : outcomes.subList(0, needed)) {
            boolean[] ended = new boolean[rows.length];
            for (int i = 0; i < ended.length; i++) {
                ended[i] = examples.get(i).outcome().equals(outcome);
            }
            models.add(LabelModel.fit(outcome, new Labelled(encoder.columns(), rows, ended), SEED, onlyChampion));
        }
        var references = new ArrayList<Reference>();
        for (int i = Math.max(0, rows.length - References.MOST); i < rows.length; i++) {
            Example example = examples.get(i);
            references.add(new Reference(example.id(), example.outcome(), rows[i]));
        }
        return new OutcomeModel(
                encoder,
                outcomes,
                models,
                HintFinder.find(encoder.columns(), examples, outcomes.subList(0, needed)),
                new References(references),
                examples.size());
    }

    private static Map<String, Integer> counts(List<Example> examples) {
        return examples.stream().collect(Collectors.toMap(Example::outcome, _ -> 1, Integer::sum, TreeMap::new));
    }

    /** Those seen often enough, in the reverse order of the alphabet; the more frequent ones if there are too many. */
    private static List<String> outcomes(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .filter(one -> one.getValue() >= LEAST_EACH)
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_OUTCOMES)
                .map(Map.Entry::getKey)
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private static String tooAlike(Map<String, Integer> counts) {
        String found = counts.entrySet().stream()
                .limit(MOST_OUTCOMES)
                .map(one -> "'" + one.getKey() + "' " + one.getValue())
                .collect(Collectors.joining(", "));
        return "Two outcomes with at least " + LEAST_EACH + " decisions each; there are "
                + (found.isEmpty() ? "none" : found) + ".";
    }
}
