package io.mnemesh.intelligence.errors;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an error.
 *
 * @param group      the group it belongs to; null if nothing like it was seen
 * @param similar    past errors, most similar first
 * @param confidence how sure it is that a resolution among them helps, 0 to 1
 * @param notice     what the answer is short of; null if of nothing
 */
public record ErrorAnalysis(
        @Nullable ErrorGroup group,
        List<SimilarError> similar,
        double confidence,
        @Nullable String notice) {

    /**
     * A past error.
     *
     * @param similarity 0 to 1
     */
    public record SimilarError(Occurrence occurrence, double similarity) {}
}
