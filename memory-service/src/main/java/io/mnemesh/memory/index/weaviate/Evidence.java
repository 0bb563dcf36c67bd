package io.mnemesh.memory.index.weaviate;

import io.mnemesh.memory.index.IndexQuery;
import io.mnemesh.memory.index.document.Cosines;
import io.mnemesh.memory.index.ranking.Candidate;
import io.mnemesh.memory.index.ranking.Diversity;
import io.mnemesh.memory.index.ranking.Question;
import io.mnemesh.memory.index.ranking.Ranked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Everything the ranking looks at, for memories whichever leg found. */
final class Evidence {

    private final IndexQuery asked;
    private final Terms terms;
    private final List<Found> found;
    private final Links window;
    private final Question question;
    private final Map<UUID, Integer> positions = new HashMap<>();
    private final Cosines cosines;

    Evidence(IndexQuery asked, Terms terms, List<Found> found, Links window, double bestBm25) {
        this.asked = asked;
        this.terms = terms;
        this.found = found;
        this.window = window;
        this.question = Question.of(asked.text(), terms.idf(), bestBm25, asked.askedAt());
        for (int i = 0; i < found.size(); i++) {
            positions.put(found.get(i).id(), i);
        }
        this.cosines = new Cosines(found.stream().map(Found::vector).toArray(float[][]::new));
    }

    Question question() {
        return question;
    }

    List<Candidate> candidates() {
        var candidates = new ArrayList<Candidate>(found.size());
        for (int i = 0; i < found.size(); i++) {
            Found one = found.get(i);
            List<Integer> before = window.before(one.id(), positions);
            List<Integer> after = window.after(one.id(), positions);
            float[] vector = one.profile().turn() && asked.turnVector() != null ? asked.turnVector() : asked.vector();
            Terms.Count count = terms.count(one.words());
            candidates.add(new Candidate(
                    one.id(),
                    terms.bm25(count),
                    count.occurring(),
                    cosines.alone(i, vector),
                    before.isEmpty() && after.isEmpty()
                            ? cosines.alone(i, vector)
                            : cosines.pooled(i, before, after, vector),
                    one.profile(),
                    before,
                    after));
        }
        return candidates;
    }

    /** How like each other some of these are, by their positions among {@code ranked}. */
    Diversity.Likeness likeness(List<Ranked> ranked) {
        int[] order = ranked.stream()
                .mapToInt(one -> Objects.requireNonNull(positions.get(one.id())))
                .toArray();
        return (one, other) -> cosines.between(order[one], order[other]);
    }
}
