package io.mnemesh.memory.index.lucene;

import io.mnemesh.memory.index.IndexQuery;
import io.mnemesh.memory.index.document.Cosines;
import io.mnemesh.memory.index.ranking.Candidate;
import io.mnemesh.memory.index.ranking.Diversity;
import io.mnemesh.memory.index.ranking.Profile;
import io.mnemesh.memory.index.ranking.Question;
import io.mnemesh.memory.index.ranking.Ranked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Everything the ranking looks at, read from the index for some documents, whichever leg found them. */
final class Evidence {

    private final IndexQuery asked;
    private final Words words;
    private final Documents documents;
    private final Window window;
    private final Question question;
    private final UUID[] ids;
    private final Cosines cosines;

    Evidence(TenantSearcher searcher, IndexQuery asked, Words words, Documents documents, Window window, float bestBm25)
            throws IOException {
        this.asked = asked;
        this.words = words;
        this.documents = documents;
        this.window = window;
        this.question = Question.of(asked.text(), words.idf(searcher), bestBm25, asked.askedAt());
        this.ids = documents.memoryIds();
        this.cosines = new Cosines(documents.vectors());
    }

    Question question() {
        return question;
    }

    List<Candidate> candidates() throws IOException {
        var bm25 = new double[documents.size()];
        var matches = new BitSet[documents.size()];
        for (int i = 0; i < matches.length; i++) {
            matches[i] = new BitSet();
        }
        for (int i = 0; i < words.terms().size(); i++) {
            int word = i;
            documents.matches(words.query(words.terms().get(i)), (position, score) -> {
                bm25[position] += score;
                matches[position].set(word);
            });
        }
        Profile[] profiles = documents.profiles();
        var candidates = new ArrayList<Candidate>(ids.length);
        for (int i = 0; i < ids.length; i++) {
            List<Integer> before = window.before(documents.ids()[i], documents);
            List<Integer> after = window.after(documents.ids()[i], documents);
            float[] vector = profiles[i].turn() && asked.turnVector() != null ? asked.turnVector() : asked.vector();
            candidates.add(new Candidate(
                    ids[i],
                    (float) bm25[i], // as Lucene adds it up, so that the best one is exactly the best
                    matches[i],
                    cosines.alone(i, vector),
                    before.isEmpty() && after.isEmpty()
                            ? cosines.alone(i, vector)
                            : cosines.pooled(i, before, after, vector),
                    profiles[i],
                    before,
                    after));
        }
        return candidates;
    }

    /** How like each other some of these are, by their positions among {@code ranked}. */
    Diversity.Likeness likeness(List<Ranked> ranked) {
        Map<UUID, Integer> positions = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            positions.put(ids[i], i);
        }
        int[] order = ranked.stream()
                .mapToInt(one -> Objects.requireNonNull(positions.get(one.id())))
                .toArray();
        return (one, other) -> cosines.between(order[one], order[other]);
    }
}
