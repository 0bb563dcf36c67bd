package io.mnemesh.memory.feedback;

import io.mnemesh.memory.memories.MemoryDraft;
import io.mnemesh.memory.memories.MemoryRules;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a caller thinks of a memory, before any check.
 *
 * @param rating  useful, not_useful or wrong
 * @param context what the caller was at; as they said last if absent
 */
@Schema(
        name = "Feedback",
        description = "What the caller thinks of a memory",
        examples = "{\"rating\":\"useful\",\"context\":{\"task\":\"book-trains\"}}")
public record FeedbackDraft(
        @Schema(
                required = true,
                enumeration = {"useful", "not_useful", "wrong"})
        @Nullable
        String rating,

        @Schema(description = "What the caller was at, for others in the same context; as they said last if absent")
        MemoryDraft.@Nullable Context context) {

    /** The rating, or {@code invalid-value}. */
    public static Rating check(@Nullable FeedbackDraft draft) {
        if (draft == null) {
            throw ProblemException.invalid("rating", "The body must be a JSON object with 'rating'.");
        }
        return Rating.check(draft.rating());
    }

    /** What the caller says they were at, null if they do not, or {@code invalid-value}. */
    public static @Nullable MemoryContext place(@Nullable FeedbackDraft draft) {
        return draft == null || draft.context() == null ? null : MemoryRules.context(draft.context());
    }
}
