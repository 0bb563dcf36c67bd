package io.mnemesh.intelligence.decision.rest;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How a decision ended.
 *
 * @param outcome a word or two, the same for decisions that ended in the same way; null takes back what was said
 * @param at      when; now if it is left out
 */
@Schema(name = "OutcomeRequest")
public record OutcomeBody(
        @Schema(examples = "won") @Nullable String outcome,
        @Nullable Instant at) {}
