package io.mnemesh.memory.index.ranking;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A candidate with its score.
 *
 * @param id        the memory
 * @param score     what the order is by: the sum of {@code breakdown} in its order
 * @param lexical   0 to 1
 * @param semantic  0 to 1; null where there is none
 * @param breakdown what each part adds, by name: {@code lexical}, {@code semantic}, then the priors that are on
 */
public record Ranked(
        UUID id, double score, double lexical, @Nullable Double semantic, Map<String, Double> breakdown) {

    public Ranked {
        breakdown = Collections.unmodifiableMap(new LinkedHashMap<>(breakdown));
    }
}
