package io.mnemesh.memory.memories;

import io.mnemesh.mesh.event.payload.MemoryContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One of the named places a memory can belong to. Each can be filtered by. */
public enum ContextKey {
    USER,
    AGENT,
    SESSION,
    CONVERSATION,
    WORKSPACE,
    DASHBOARD,
    TASK;

    /** Name in JSON, lower case. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the context says for this key. */
    public @Nullable String in(MemoryContext context) {
        return switch (this) {
            case USER -> context.user();
            case AGENT -> context.agent();
            case SESSION -> context.session();
            case CONVERSATION -> context.conversation();
            case WORKSPACE -> context.workspace();
            case DASHBOARD -> context.dashboard();
            case TASK -> context.task();
        };
    }
}
