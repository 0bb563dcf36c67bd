package io.mnemesh.intelligence.decision;

import io.mnemesh.intelligence.outcome.Scores;
import java.time.Instant;
import java.util.List;

/**
 * Where a model comes from.
 *
 * @param examples    decisions it was learned from
 * @param fingerprint SHA-256 of these in their order
 * @param served      which of champion and challenger answers; of more than two outcomes one for each
 * @param champion    what it reached in cross-validation, on the first outcome
 * @param challenger  what it reached in the same
 */
public record ModelVersion(
        String kind,
        long version,
        int examples,
        List<String> outcomes,
        String fingerprint,
        String served,
        Scores champion,
        Scores challenger,
        Instant learnedAt) {

    /** Name in answers. */
    public String name() {
        return "outcome-" + kind + "@" + version;
    }
}
