package io.mnemesh.intelligence.decision;

import io.mnemesh.intelligence.outcome.Comparison;
import io.mnemesh.intelligence.outcome.Counterfactuals.Change;
import io.mnemesh.intelligence.outcome.FeatureValue;
import io.mnemesh.intelligence.outcome.Hint;
import io.mnemesh.intelligence.outcome.Outlook;
import io.mnemesh.intelligence.outcome.Similar;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a decision before it is made.
 *
 * @param wanted  the outcome that changes were looked for
 * @param reached what the model reached in cross-validation
 * @param model   name of the model and its version; null if there is none
 * @param missing what would be needed to say more
 */
public record Analysis(
        @Nullable Outlook outlook,
        @Nullable String wanted,
        List<Past> similar,
        List<Change> changes,
        List<Hint> hints,
        @Nullable Comparison reached,
        int examples,
        @Nullable String model,
        List<String> missing) {

    /** A past decision that is alike. */
    public record Past(Similar similar, Decision decision) {}

    /**
     * A question.
     *
     * @param features what is known, with question and choice
     * @param options  what else features could be
     * @param wanted   the outcome that changes are looked for; null for the second likeliest
     * @param fixed    features that cannot be changed
     * @param most     most similar decisions and changes in the answer
     */
    public record Question(
            String kind,
            Map<String, FeatureValue> features,
            Map<String, List<FeatureValue>> options,
            @Nullable String wanted,
            Set<String> fixed,
            int most) {}
}
