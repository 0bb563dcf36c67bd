package io.mnemesh.embeddings.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A request for similarities in the shape of Text Embeddings Inference.
 *
 * @param model beyond that shape: name of the model, the default model if missing
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
@Schema(name = "SimilarityRequest")
public record SimilarityRequest(
        @Nullable Texts inputs,
        @Nullable Parameters parameters,
        @Nullable String model) {

    /**
     * The texts.
     *
     * @param source    text that the others are compared with
     * @param sentences the others
     */
    @RegisterForReflection
    @Schema(name = "SimilarityTexts")
    public record Texts(
            @JsonProperty("source_sentence") @Schema(required = true) @Nullable
            String source,

            @Schema(required = true) @Nullable List<@Nullable String> sentences) {}

    /**
     * What to do with texts that are too long.
     *
     * @param truncate            whether they are cut; otherwise they are refused
     * @param truncationDirection {@code right} or {@code left}
     * @param promptName          refused: this service puts nothing before a text
     */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "SimilarityParameters")
    public record Parameters(
            @Nullable Boolean truncate,
            @JsonProperty("truncation_direction") @Nullable String truncationDirection,
            @JsonProperty("prompt_name") @Nullable String promptName) {}
}
