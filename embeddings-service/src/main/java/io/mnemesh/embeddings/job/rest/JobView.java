package io.mnemesh.embeddings.job.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.mnemesh.embeddings.job.Job;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A job as callers see it; also its progress event.
 *
 * @param state  {@code running} or {@code finished}
 * @param done   texts that have their vector
 * @param failed texts that will never have one
 */
@RegisterForReflection
@Schema(name = "EmbeddingJob")
public record JobView(
        UUID id,
        String state,
        String model,
        @JsonProperty("long_text") String longText,
        int total,
        int done,
        int failed,
        @JsonProperty("created_at") OffsetDateTime createdAt) {

    static JobView of(Job job) {
        return new JobView(
                job.id(),
                job.finished() ? "finished" : "running",
                job.model(),
                job.longText().key(),
                job.total(),
                job.done(),
                job.failed(),
                job.createdAt());
    }
}
