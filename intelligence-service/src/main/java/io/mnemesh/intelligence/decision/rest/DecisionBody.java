package io.mnemesh.intelligence.decision.rest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A decision to be recorded.
 *
 * @param id            its id; one is made if it is left out. Recording it again under its id changes nothing
 * @param kind          decisions of one kind are learned from together
 * @param question      what was decided
 * @param options       what could have been chosen
 * @param chosen        what was chosen
 * @param features      what was known: numbers, yes or no, categories, texts; null for what was not known
 * @param interventions features that were set deliberately or at random, not because of the others
 * @param decidedAt     when; now if it is left out
 * @param outcome       how it ended, if that is known
 */
@Schema(name = "DecisionRequest")
public record DecisionBody(
        @Nullable UUID id,
        @Schema(examples = "discount") @Nullable String kind,

        @Schema(required = true, examples = "Which discount for this customer?") @Nullable
        String question,

        @Nullable List<@Nullable String> options,
        @Schema(examples = "10 %") @Nullable String chosen,

        @Schema(examples = "{\"region\":\"north\",\"seats\":40,\"renewal\":true}") @Nullable
        Map<String, @Nullable Object> features,

        @Nullable List<@Nullable String> interventions,
        @Nullable Instant decidedAt,
        @Schema(examples = "won") @Nullable String outcome) {}
