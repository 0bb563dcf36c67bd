package io.mnemesh.memory.current;

import io.mnemesh.memory.memories.TextRules;
import io.mnemesh.mesh.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says it is at, before any check.
 *
 * @param session      session it is of; the caller as such if absent
 * @param conversation conversation at hand
 * @param workspace    workspace at hand
 * @param dashboard    dashboard at hand
 * @param task         task at hand
 * @param expiresIn    ISO 8601 duration
 */
@Schema(
        name = "NewCurrentContext",
        description = "What the caller is at: at least one of session, conversation, workspace, dashboard and task",
        examples =
                "{\"session\":\"s-7\",\"conversation\":\"trip-42\",\"task\":\"book-trains\",\"expiresIn\":\"PT30M\"}")
public record CurrentContextDraft(
        @Nullable String session,
        @Nullable String conversation,
        @Nullable String workspace,
        @Nullable String dashboard,
        @Nullable String task,

        @Schema(description = "A second to 24 hours", defaultValue = "PT30M") @Nullable
        String expiresIn) {

    private static final Duration DEFAULT = Duration.ofMinutes(30);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(24);

    /** The context said at this time, or {@code invalid-value} naming the member that cannot be accepted. */
    public static CurrentContext check(@Nullable CurrentContextDraft draft, Instant now) {
        if (draft == null) {
            throw nothing();
        }
        var context = new CurrentContext(
                name("session", draft.session()),
                name("conversation", draft.conversation()),
                name("workspace", draft.workspace()),
                name("dashboard", draft.dashboard()),
                name("task", draft.task()),
                now,
                now.plus(expiry(draft.expiresIn())));
        if (context.place().isEmpty()) {
            throw nothing();
        }
        return context;
    }

    private static @Nullable String name(String field, @Nullable String value) {
        return TextRules.optionalLabel(field, value, TextRules.NAME_LENGTH);
    }

    private static Duration expiry(@Nullable String given) {
        if (given == null) {
            return DEFAULT;
        }
        try {
            Duration expiry = Duration.parse(given);
            if (expiry.compareTo(SHORTEST) >= 0 && expiry.compareTo(LONGEST) <= 0) {
                return expiry;
            }
        } catch (DateTimeException e) {
            throw badExpiry();
        }
        throw badExpiry();
    }

    private static ProblemException badExpiry() {
        return ProblemException.invalid(
                "expiresIn", "'expiresIn' must be a duration such as PT30M, from PT1S to PT24H.");
    }

    private static ProblemException nothing() {
        return ProblemException.invalid(
                "session", "One of 'session', 'conversation', 'workspace', 'dashboard' and 'task' is needed.");
    }
}
