package io.mnemesh.memory.retention;

import io.mnemesh.memory.memories.TextRules;
import io.mnemesh.mesh.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A policy that is asked for, before any check.
 *
 * @param maxAge   ISO 8601 duration
 * @param maxCount how many are kept
 * @param action   {@code archive} or {@code delete}
 */
@Schema(name = "RetentionRequest", examples = """
        {"maxAge":"P90D","action":"archive"}""")
public record RetentionDraft(
        @Schema(description = "ISO 8601 duration of a minute to 36500 days, for example P90D") @Nullable
        String maxAge,

        @Schema(minimum = "1", maximum = "1000000000") @Nullable
        Long maxCount,

        @Schema(required = true, description = "archive or delete") @Nullable
        String action) {

    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final long MOST_MEMORIES = 1_000_000_000;

    /** The policy asked for, or {@code invalid-value} naming the member that cannot be accepted. */
    static RetentionPolicy check(@Nullable RetentionDraft draft, @Nullable String type, Instant at) {
        if (draft == null || (draft.maxAge() == null && draft.maxCount() == null)) {
            throw ProblemException.invalid("maxAge", "A policy has a 'maxAge', a 'maxCount' or both.");
        }
        return new RetentionPolicy(
                type,
                TextRules.duration("maxAge", draft.maxAge(), LEAST),
                count(draft.maxCount()),
                action(draft.action()),
                at);
    }

    private static @Nullable Long count(@Nullable Long count) {
        if (count != null && (count < 1 || count > MOST_MEMORIES)) {
            throw ProblemException.invalid("maxCount", "'maxCount' must be from 1 to " + MOST_MEMORIES + ".");
        }
        return count;
    }

    private static RetentionPolicy.Action action(@Nullable String action) {
        for (RetentionPolicy.Action known : RetentionPolicy.Action.values()) {
            if (known.key().equals(action)) {
                return known;
            }
        }
        throw ProblemException.invalid("action", "'action' must be archive or delete.");
    }
}
