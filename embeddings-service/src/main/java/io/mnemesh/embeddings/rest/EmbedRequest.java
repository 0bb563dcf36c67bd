package io.mnemesh.embeddings.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A request for vectors in the shape of Text Embeddings Inference.
 *
 * @param inputs              text, list of texts, list of token ids, or list of such lists
 * @param normalize           whether vectors have length one; true if missing
 * @param truncate            whether texts that are too long are cut; otherwise they are refused
 * @param truncationDirection {@code right} or {@code left}
 * @param promptName          refused: this service puts nothing before a text
 * @param dimensions          length of the vectors, shortened and normalised again
 * @param model               beyond that shape: name of the model, the default model if missing
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
@Schema(name = "EmbedRequest")
public record EmbedRequest(
        @Schema(
                anyOf = {String.class, String[].class, int[].class, int[][].class},
                required = true)
        @Nullable
        JsonNode inputs,

        @Nullable Boolean normalize,
        @Nullable Boolean truncate,
        @JsonProperty("truncation_direction") @Nullable String truncationDirection,
        @JsonProperty("prompt_name") @Nullable String promptName,
        @Schema(minimum = "1") @Nullable Integer dimensions,
        @Nullable String model) {}
