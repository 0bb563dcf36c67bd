package io.mnemesh.memory.index;

import io.mnemesh.memory.index.ranking.Ranked;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a question found.
 *
 * @param hits     best first
 * @param more     true if there may be more after them
 * @param lexical  time of the search by words
 * @param semantic time of the search by vector, zero if there was none
 * @param legs     candidates of each leg by its name, best first; empty unless asked for
 */
public record IndexHits(
        List<Hit> hits, boolean more, Duration lexical, Duration semantic, Map<String, List<LegCandidate>> legs) {

    public IndexHits {
        hits = List.copyOf(hits);
        legs = Map.copyOf(legs);
    }

    /**
     * One memory found.
     *
     * @param ranked what it is ranked by
     * @param band   see {@link IndexPosition}
     */
    public record Hit(Ranked ranked, int band) {

        public UUID id() {
            return ranked.id();
        }

        public double score() {
            return ranked.score();
        }

        public double lexicalScore() {
            return ranked.lexical();
        }

        /** Null if it was searched by words only or the memory has no vector yet. */
        public @Nullable Double semanticScore() {
            return ranked.semantic();
        }

        public IndexPosition position() {
            return new IndexPosition(band, score(), id());
        }
    }

    /**
     * What one leg found.
     *
     * @param id    the memory
     * @param score BM25 or cosine
     */
    public record LegCandidate(UUID id, double score) {}
}
