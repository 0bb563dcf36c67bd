package io.mnemesh.memory.index.ranking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Ranks the candidates of a question: {@link Fusion} of both legs, then the priors that are switched on, each an addend.
 * Weights are fixed; they were fitted to questions over conversations so that those not fitted to gain as much.
 */
public final class Ranker {

    public static final String LEXICAL = "lexical";
    public static final String SEMANTIC = "semantic";

    private Ranker() {}

    /** Every candidate, best first; equal scores by id. */
    public static List<Ranked> rank(Question question, List<Candidate> candidates, Fusion fusion, Priors priors) {
        Scene scene = Scene.of(question, candidates, fusion);
        Map<PriorKind, double[]> addends = new EnumMap<>(PriorKind.class);
        double[] scores =
                IntStream.range(0, scene.size()).mapToDouble(scene::base).toArray();
        for (PriorKind kind : PriorKind.values()) {
            double factor = priors.factor(kind);
            if (factor != 0) {
                double[] added = Prior.of(kind, priors).addends(scene, scores);
                Arrays.setAll(added, i -> factor * added[i]);
                Arrays.setAll(scores, i -> scores[i] + added[i]);
                addends.put(kind, added);
            }
        }
        var ranked = new ArrayList<Ranked>(candidates.size());
        for (int i = 0; i < candidates.size(); i++) {
            ranked.add(ranked(scene, i, addends));
        }
        ranked.sort(Comparator.comparingDouble(Ranked::score).reversed().thenComparing(Ranked::id));
        return List.copyOf(ranked);
    }

    private static Ranked ranked(Scene scene, int position, Map<PriorKind, double[]> addends) {
        var breakdown = new LinkedHashMap<String, Double>();
        breakdown.put(LEXICAL, scene.fusion().lexicalPart(scene.lexical()[position]));
        breakdown.put(SEMANTIC, scene.fusion().semanticPart(scene.semantic()[position]));
        addends.forEach((kind, values) -> breakdown.put(kind.key(), values[position]));
        double score = 0;
        for (double part : breakdown.values()) {
            score += part;
        }
        Candidate candidate = scene.candidates().get(position);
        return new Ranked(
                candidate.id(),
                score,
                scene.lexical()[position],
                candidate.embedded() ? scene.semantic()[position] : null,
                breakdown);
    }
}
