package io.mnemesh.embeddings.job.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A corpus to embed in the background.
 *
 * @param texts    the corpus
 * @param model    name of the model, the default model if missing
 * @param longText {@code error}, {@code end} or {@code mean} for texts the model cannot read whole
 */
@RegisterForReflection
@Schema(name = "EmbeddingJobRequest")
public record JobRequest(
        @Schema(required = true) @Nullable List<@Nullable String> texts,
        @Nullable String model,

        @JsonProperty("long_text") @Schema(enumeration = {"error", "end", "mean"}) @Nullable
        String longText) {}
