package io.mnemesh.memory.context;

import io.mnemesh.memory.memories.ContextKey;
import io.mnemesh.memory.memories.TextRules;
import io.mnemesh.mesh.problem.ProblemException;
import java.util.EnumMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks to be packed, before any check.
 *
 * @param query        what is at hand
 * @param current      true for what the caller is at, in the places that are not named
 * @param user         person it is for
 * @param session      session at hand
 * @param conversation conversation at hand
 * @param workspace    workspace at hand
 * @param task         task at hand
 * @param maxTokens    most tokens
 * @param at           RFC 3339 time
 */
@Schema(
        name = "ContextRequest",
        description =
                "What is at hand: at least one of query, current, user, session, conversation," + " workspace and task",
        examples =
                "{\"query\":\"Book a train to Oslo\",\"user\":\"ana\",\"conversation\":\"trip-42\",\"maxTokens\":800}")
public record ContextDraft(
        @Schema(description = "What facts are searched for; the last turn if absent") @Nullable
        String query,

        @Schema(description = "True to take what the caller is at where it is not named", defaultValue = "false")
        @Nullable
        Boolean current,

        @Nullable String user,
        @Nullable String session,
        @Nullable String conversation,
        @Nullable String workspace,
        @Nullable String task,

        @Schema(minimum = "64", maximum = "32768", defaultValue = "1024") @Nullable
        Integer maxTokens,

        @Schema(format = "date-time", description = "As of this time; now if absent") @Nullable
        String at) {

    private static final int QUERY_BYTES = 8 * 1024;
    private static final int DEFAULT_TOKENS = 1024;
    private static final int FEWEST_TOKENS = 64;
    private static final int MOST_TOKENS = 32 * 1024;

    /** The pack asked for, or {@code invalid-value} naming the member that cannot be accepted. */
    public static ContextRequest check(@Nullable ContextDraft draft) {
        if (draft == null) {
            throw nothing();
        }
        String query = draft.query() == null ? null : TextRules.text("query", draft.query(), QUERY_BYTES);
        Map<ContextKey, String> place = new EnumMap<>(ContextKey.class);
        put(place, ContextKey.USER, draft.user());
        put(place, ContextKey.SESSION, draft.session());
        put(place, ContextKey.CONVERSATION, draft.conversation());
        put(place, ContextKey.WORKSPACE, draft.workspace());
        put(place, ContextKey.TASK, draft.task());
        boolean current = Boolean.TRUE.equals(draft.current());
        if (query == null && place.isEmpty() && !current) {
            throw nothing();
        }
        int tokens = draft.maxTokens() == null ? DEFAULT_TOKENS : draft.maxTokens();
        if (tokens < FEWEST_TOKENS || tokens > MOST_TOKENS) {
            throw ProblemException.invalid(
                    "maxTokens", "'maxTokens' must be from " + FEWEST_TOKENS + " to " + MOST_TOKENS + ".");
        }
        return new ContextRequest(query, current, place, tokens, TextRules.time("at", draft.at()));
    }

    private static void put(Map<ContextKey, String> place, ContextKey key, @Nullable String value) {
        String name = TextRules.optionalLabel(key.key(), value, TextRules.NAME_LENGTH);
        if (name != null) {
            place.put(key, name);
        }
    }

    private static ProblemException nothing() {
        return ProblemException.invalid(
                "query",
                "One of 'query', 'current', 'user', 'session', 'conversation', 'workspace' and 'task' is needed.");
    }
}
