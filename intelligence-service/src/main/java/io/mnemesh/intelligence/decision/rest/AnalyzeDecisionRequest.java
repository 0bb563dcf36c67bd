package io.mnemesh.intelligence.decision.rest;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A question how a decision may end. It is not stored.
 *
 * @param kind     its kind
 * @param question what is to be decided
 * @param options  what can be chosen
 * @param chosen   what is thought of choosing
 * @param features what is known
 * @param wanted   outcome that changes are looked for; the second likeliest if it is left out
 * @param fixed    features that cannot be changed
 * @param top      most similar decisions and changes in the answer, 1 to 20
 */
@Schema(name = "AnalyzeDecisionRequest")
public record AnalyzeDecisionRequest(
        @Schema(examples = "discount") @Nullable String kind,
        @Nullable String question,
        @Nullable List<@Nullable String> options,
        @Nullable String chosen,

        @Schema(examples = "{\"region\":\"north\",\"seats\":40,\"renewal\":true}") @Nullable
        Map<String, @Nullable Object> features,

        @Schema(examples = "won") @Nullable String wanted,
        @Nullable List<@Nullable String> fixed,

        @Schema(defaultValue = "5", minimum = "1", maximum = "20") @Nullable
        Integer top) {}
