package io.mnemesh.intelligence.decision.rest;

import io.mnemesh.intelligence.decision.Decision;
import io.mnemesh.intelligence.outcome.FeatureValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A decision.
 *
 * @param memoryId memory that tells of it, if one does
 */
@Schema(name = "Decision")
public record DecisionView(
        UUID id,
        @Nullable UUID memoryId,
        String kind,
        String question,
        List<String> options,
        @Nullable String chosen,
        Map<String, Object> features,
        List<String> interventions,
        Instant decidedAt,
        @Nullable String outcome,
        @Nullable Instant outcomeAt) {

    /** Decisions by when they were made, the latest first. */
    @Schema(name = "DecisionPage")
    public record Page(List<DecisionView> items, @Nullable String nextCursor) {}

    static DecisionView of(Decision decision) {
        var features = new TreeMap<String, Object>();
        decision.features().forEach((name, value) -> features.put(name, plain(value)));
        return new DecisionView(
                decision.id(),
                decision.memoryId(),
                decision.kind(),
                decision.question(),
                decision.options(),
                decision.chosen().isEmpty() ? null : decision.chosen(),
                features,
                decision.interventions(),
                decision.decidedAt(),
                decision.outcome(),
                decision.outcomeAt());
    }

    static Object plain(FeatureValue value) {
        return switch (value) {
            case FeatureValue.Amount amount -> amount.value();
            case FeatureValue.Words words -> words.value();
        };
    }
}
