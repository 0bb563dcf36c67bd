package io.mnemesh.embeddings.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A request in the shape of OpenAI's embeddings API. Members of that API that mean nothing here, {@code user} for
 * example, are ignored.
 *
 * @param input          text, list of texts, list of token ids, or list of such lists
 * @param model          name of the model, the default model if missing
 * @param encodingFormat {@code float} or {@code base64}
 * @param dimensions     length of the vectors, shortened and normalised again
 * @param longText       beyond OpenAI's: {@code error}, {@code end} or {@code mean} for texts the model cannot read whole
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
@Schema(name = "EmbeddingsRequest")
public record EmbeddingsRequest(
        @Schema(
                description = "A text, 1 to 256 texts, token ids of one text, or token ids of 1 to 256 texts.",
                anyOf = {String.class, String[].class, int[].class, int[][].class},
                required = true)
        @Nullable
        JsonNode input,

        @Schema(examples = "all-MiniLM-L6-v2") @Nullable String model,

        @JsonProperty("encoding_format")
        @Schema(
                enumeration = {"float", "base64"},
                defaultValue = "float")
        @Nullable
        String encodingFormat,

        @Schema(minimum = "1") @Nullable Integer dimensions,

        @JsonProperty("long_text") @Schema(enumeration = {"error", "end", "mean"}) @Nullable
        String longText) {}
