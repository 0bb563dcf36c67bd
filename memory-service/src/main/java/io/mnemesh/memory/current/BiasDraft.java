package io.mnemesh.memory.current;

import io.mnemesh.memory.memories.ContextKey;
import io.mnemesh.memory.memories.TextRules;
import io.mnemesh.mesh.problem.ProblemException;
import java.util.EnumMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a search shall be biased towards, before any check.
 *
 * @param current      true for what the caller is at, of the session named or as it said last
 * @param session      session at hand
 * @param conversation conversation at hand
 * @param workspace    workspace at hand
 * @param dashboard    dashboard at hand
 * @param task         task at hand
 */
@Schema(
        name = "SearchBias",
        description = "What is at hand: memories of it, and those like its latest turns, count more by the prior bias",
        examples = "{\"task\":\"book-trains\"}")
public record BiasDraft(
        @Schema(defaultValue = "false") @Nullable Boolean current,
        @Nullable String session,
        @Nullable String conversation,
        @Nullable String workspace,
        @Nullable String dashboard,
        @Nullable String task) {

    /** The bias asked for, or {@code invalid-value} naming the member that cannot be accepted. */
    public Bias check() {
        Map<ContextKey, String> place = new EnumMap<>(ContextKey.class);
        put(place, ContextKey.SESSION, session);
        put(place, ContextKey.CONVERSATION, conversation);
        put(place, ContextKey.WORKSPACE, workspace);
        put(place, ContextKey.DASHBOARD, dashboard);
        put(place, ContextKey.TASK, task);
        boolean tracked = Boolean.TRUE.equals(current);
        if (place.isEmpty() && !tracked) {
            throw ProblemException.invalid(
                    "bias",
                    "'bias' needs 'current' to be true, or one of 'session', 'conversation', 'workspace', 'dashboard' and"
                            + " 'task'.");
        }
        return new Bias(tracked, place);
    }

    private static void put(Map<ContextKey, String> place, ContextKey key, @Nullable String value) {
        String name = TextRules.optionalLabel("bias." + key.key(), value, TextRules.NAME_LENGTH);
        if (name != null) {
            place.put(key, name);
        }
    }
}
