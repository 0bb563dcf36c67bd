package io.mnemesh.memory.current;

import io.mnemesh.memory.memories.ContextKey;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a user is at.
 *
 * @param session      session it is of; null for the user as such
 * @param conversation conversation at hand
 * @param workspace    workspace at hand
 * @param dashboard    dashboard at hand
 * @param task         task at hand
 * @param setAt        when it was said
 * @param expiresAt    when it holds no longer
 */
@Schema(name = "CurrentContext", description = "What a user is at", examples = """
                {"session":"s-7","conversation":"trip-42","workspace":null,"dashboard":null,"task":"book-trains",\
                "setAt":"2026-11-21T11:00:00Z","expiresAt":"2026-11-21T11:30:00Z"}""")
public record CurrentContext(
        @Nullable String session,
        @Nullable String conversation,
        @Nullable String workspace,
        @Nullable String dashboard,
        @Nullable String task,
        Instant setAt,
        Instant expiresAt) {

    /** The places it names. */
    public Map<ContextKey, String> place() {
        Map<ContextKey, String> place = new EnumMap<>(ContextKey.class);
        put(place, ContextKey.SESSION, session);
        put(place, ContextKey.CONVERSATION, conversation);
        put(place, ContextKey.WORKSPACE, workspace);
        put(place, ContextKey.DASHBOARD, dashboard);
        put(place, ContextKey.TASK, task);
        return place;
    }

    private static void put(Map<ContextKey, String> place, ContextKey key, @Nullable String value) {
        if (value != null) {
            place.put(key, value);
        }
    }
}
