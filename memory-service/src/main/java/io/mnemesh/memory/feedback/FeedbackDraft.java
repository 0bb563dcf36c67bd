package io.mnemesh.memory.feedback;

import io.mnemesh.mesh.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a caller thinks of a memory, before any check.
 *
 * @param rating useful, not_useful or wrong
 */
@Schema(name = "Feedback", description = "What the caller thinks of a memory", examples = "{\"rating\":\"useful\"}")
public record FeedbackDraft(
        @Schema(
                required = true,
                enumeration = {"useful", "not_useful", "wrong"})
        @Nullable
        String rating) {

    /** The rating, or {@code invalid-value}. */
    public static Rating check(@Nullable FeedbackDraft draft) {
        if (draft == null) {
            throw ProblemException.invalid("rating", "The body must be a JSON object with 'rating'.");
        }
        return Rating.check(draft.rating());
    }
}
