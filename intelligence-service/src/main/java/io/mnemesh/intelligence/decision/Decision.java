package io.mnemesh.intelligence.decision;

import io.mnemesh.intelligence.outcome.FeatureValue;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A decision.
 *
 * @param memoryId      memory that tells of it; null if it was recorded over HTTP or heard of
 * @param version       version of that memory; 0 without one
 * @param kind          decisions of one kind are learned from together
 * @param question      what was decided
 * @param options       what could have been chosen
 * @param chosen        what was chosen; empty if that is not known
 * @param features      what was known then
 * @param interventions features that were set deliberately or at random
 * @param outcome       how it ended; null if that is not known yet
 */
public record Decision(
        UUID id,
        @Nullable UUID memoryId,
        int version,
        String kind,
        String question,
        List<String> options,
        String chosen,
        Map<String, FeatureValue> features,
        List<String> interventions,
        Instant decidedAt,
        @Nullable String outcome,
        @Nullable Instant outcomeAt) {

    /** Kind of decisions that name none. */
    public static final String NO_KIND = "default";

    /** Feature that holds what was chosen. */
    public static final String CHOSEN = "chosen";

    /** Feature that holds what was asked. */
    public static final String QUESTION = "question";

    /** Longest name of a kind, feature or outcome. */
    public static final int LONGEST_NAME = 120;

    /** Longest question, option or choice, in characters. */
    public static final int LONGEST_TEXT = 4_000;

    public static final int MOST_FEATURES = 100;
    public static final int MOST_OPTIONS = 50;

    public Decision {
        options = List.copyOf(options);
        features = Map.copyOf(features);
        interventions = List.copyOf(interventions);
    }

    /**
     * What models look at of a decision: its features, and with them the question and what was chosen. Features that have
     * one of these names win.
     */
    public static Map<String, FeatureValue> known(String question, String chosen, Map<String, FeatureValue> features) {
        var all = new HashMap<String, FeatureValue>();
        if (!question.isBlank()) {
            all.put(QUESTION, new FeatureValue.Words(question));
        }
        if (!chosen.isBlank()) {
            all.put(CHOSEN, new FeatureValue.Words(chosen));
        }
        all.putAll(features);
        return all;
    }

    /** The decision with how it ended. */
    public Decision ended(@Nullable String how, @Nullable Instant at) {
        return new Decision(
                id,
                memoryId,
                version,
                kind,
                question,
                options,
                chosen,
                features,
                interventions,
                decidedAt,
                how,
                how == null ? null : at);
    }
}
