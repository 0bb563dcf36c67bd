package io.mnemesh.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The scores of ranked turns against the turns that answer: of turns over categories 1 to 4, of sessions (ranked by their
 * best turn) over all.
 */
final class LocomoScores {

    private static final int[] DEPTHS = {1, 5, 10, 50};
    private static final int ADVERSARIAL = 5;
    private static final int SESSION_DEPTH = 5;

    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    LocomoScores() {
        for (int depth : DEPTHS) {
            values.put("turn_any@" + depth, new ArrayList<>());
        }
        values.put("turn_frac@10", new ArrayList<>());
        values.put("session_hit@1", new ArrayList<>());
        values.put("session_ndcg@5", new ArrayList<>());
    }

    /** @param ranked turns found, best first */
    void add(Locomo.Question question, List<String> ranked) {
        Set<String> evidence = question.evidence();
        if (question.category() != ADVERSARIAL) {
            for (int depth : DEPTHS) {
                put("turn_any@" + depth, ranked.stream().limit(depth).anyMatch(evidence::contains) ? 1 : 0);
            }
            put(
                    "turn_frac@10",
                    ranked.stream().limit(10).filter(evidence::contains).count() / (double) evidence.size());
        }
        List<String> sessions =
                ranked.stream().map(LocomoScores::session).distinct().toList();
        Set<String> wanted = evidence.stream().map(LocomoScores::session).collect(Collectors.toSet());
        put("session_hit@1", !sessions.isEmpty() && wanted.contains(sessions.getFirst()) ? 1 : 0);
        put("session_ndcg@5", ndcg(sessions, wanted));
    }

    private static String session(String turn) {
        return turn.substring(0, turn.indexOf(':'));
    }

    private static double ndcg(List<String> sessions, Set<String> wanted) {
        double gain = 0;
        double best = 0;
        for (int rank = 0; rank < SESSION_DEPTH; rank++) {
            double discount = Math.log(2) / Math.log(rank + 2);
            gain += rank < sessions.size() && wanted.contains(sessions.get(rank)) ? discount : 0;
            best += rank < wanted.size() ? discount : 0;
        }
        return gain / best;
    }

    private void put(String key, double value) {
        values.getOrDefault(key, List.of()).add(value);
    }

    /** Means by key. */
    Map<String, Double> means() {
        var means = new LinkedHashMap<String, Double>();
        values.forEach((key, all) -> means.put(
                key, all.stream().mapToDouble(Double::doubleValue).average().orElse(0)));
        return means;
    }
}
