package io.mnemesh.intelligence.errors;

import io.mnemesh.intelligence.errors.evidence.Success;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an error.
 *
 * @param group      the group it belongs to; null if nothing like it was seen
 * @param history    when errors of that group happened and what else did; null without a group
 * @param resolutions what resolved errors like it, the most sure to work first
 * @param similar    past errors, most similar first
 * @param confidence how sure it is that a resolution among them helps, 0 to 1
 * @param missing    what is needed for what the answer does not say
 * @param notice     what the answer is short of; null if of nothing
 */
public record ErrorAnalysis(
        @Nullable ErrorGroup group,
        @Nullable ErrorHistory history,
        List<Success> resolutions,
        List<SimilarError> similar,
        double confidence,
        List<String> missing,
        @Nullable String notice) {

    /**
     * A past error.
     *
     * @param similarity 0 to 1
     */
    public record SimilarError(Occurrence occurrence, double similarity) {}
}
