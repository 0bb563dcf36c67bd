package io.mnemesh.embeddings.job.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mnemesh.embeddings.job.JobText;
import io.mnemesh.embeddings.vector.TextVector;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of what a job has worked off.
 *
 * @param data by position
 * @param next from where to read on, if the page is full
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "EmbeddingJobVectors")
public record JobVectors(List<One> data, @Nullable Integer next) {

    /**
     * A text of the corpus.
     *
     * @param index     where it is in the corpus
     * @param embedding its vector
     * @param tokens    tokens of the whole text
     * @param parts     parts it was read in
     * @param truncated whether its end was not read
     * @param problem   why it has no vector
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "EmbeddingJobVector")
    public record One(
            int index,
            float @Nullable [] embedding,
            @Nullable Integer tokens,
            @Nullable Integer parts,
            @Nullable Boolean truncated,
            @Nullable String problem) {

        static One of(JobText text) {
            TextVector vector = text.vector();
            return vector == null
                    ? new One(text.position(), null, null, null, null, text.problem())
                    : new One(
                            text.position(), vector.vector(), vector.total(), vector.parts(), vector.truncated(), null);
        }
    }

    static JobVectors of(List<JobText> texts, int limit) {
        return new JobVectors(
                texts.stream().map(One::of).toList(),
                texts.size() < limit ? null : texts.getLast().position() + 1);
    }
}
