package io.mnemesh.memory.index;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a question found.
 *
 * @param hits     best first; equal scores by id
 * @param lexical  time of the search by words
 * @param semantic time of the search by vector, zero if there was none
 */
public record IndexHits(List<Hit> hits, Duration lexical, Duration semantic) {

    public IndexHits {
        hits = List.copyOf(hits);
    }

    /**
     * One memory found.
     *
     * @param id            the memory
     * @param score         0 to 1, what the order is by
     * @param lexicalScore  0 to 1
     * @param semanticScore 0 to 1; null if it was searched by words only or the memory has no vector yet
     */
    public record Hit(
            UUID id,
            double score,
            double lexicalScore,
            @Nullable Double semanticScore) {}
}
