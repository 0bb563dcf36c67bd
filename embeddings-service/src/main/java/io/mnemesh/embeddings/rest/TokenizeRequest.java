package io.mnemesh.embeddings.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A request for tokens in the shape of Text Embeddings Inference.
 *
 * @param inputs           text or list of texts
 * @param addSpecialTokens whether the tokens around a text are wanted too; true if missing
 * @param promptName       refused: this service puts nothing before a text
 * @param model            beyond that shape: name of the model, the default model if missing
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
@Schema(name = "TokenizeRequest")
public record TokenizeRequest(
        @Schema(
                anyOf = {String.class, String[].class},
                required = true)
        @Nullable
        JsonNode inputs,

        @JsonProperty("add_special_tokens") @Nullable Boolean addSpecialTokens,
        @JsonProperty("prompt_name") @Nullable String promptName,
        @Nullable String model) {}
