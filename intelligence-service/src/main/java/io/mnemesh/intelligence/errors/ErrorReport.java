package io.mnemesh.intelligence.errors;

import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of an error memory as an event tells of it.
 *
 * @param version    version of the memory
 * @param resolution how it was resolved; null if that is not recorded
 * @param worked     whether that helped; null if it is not told
 * @param at         when it happened, or when it was recorded if that is not known
 */
record ErrorReport(
        UUID memoryId,
        int version,
        String content,
        @Nullable String resolution,
        @Nullable Boolean worked,
        Set<String> context,
        Instant at) {

    /** Memory type that is learned from. */
    static final String TYPE = "error";

    private static final String RESOLUTION = "resolution";
    private static final String WORKED = "resolutionWorked";

    static ErrorReport of(MemoryCreated memory) {
        Instant at = memory.occurredAt() == null ? memory.createdAt() : memory.occurredAt();
        return new ErrorReport(
                memory.memoryId(),
                memory.version(),
                memory.content(),
                blankToNull(memory.details().get(RESOLUTION)),
                yesOrNo(memory.details().get(WORKED)),
                flatten(memory.context()),
                at);
    }

    static ErrorReport of(MemoryUpdated memory) {
        Instant at = memory.occurredAt() == null ? memory.createdAt() : memory.occurredAt();
        return new ErrorReport(
                memory.memoryId(),
                memory.version(),
                memory.content(),
                blankToNull(memory.details().get(RESOLUTION)),
                yesOrNo(memory.details().get(WORKED)),
                flatten(memory.context()),
                at);
    }

    /** A context as a set of {@code name=value}. */
    static Set<String> flatten(MemoryContext context) {
        var flat = new TreeSet<String>();
        add(flat, "user", context.user());
        add(flat, "agent", context.agent());
        add(flat, "session", context.session());
        add(flat, "conversation", context.conversation());
        add(flat, "workspace", context.workspace());
        add(flat, "dashboard", context.dashboard());
        add(flat, "task", context.task());
        context.tags().forEach(tag -> add(flat, "tag", tag));
        context.attributes().forEach((key, value) -> add(flat, "attribute." + key, value));
        return flat;
    }

    private static void add(Set<String> flat, String name, @Nullable String value) {
        if (value != null) {
            flat.add(name + "=" + value);
        }
    }

    private static @Nullable Boolean yesOrNo(@Nullable String told) {
        if (told == null) {
            return null;
        }
        return switch (told.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default -> null;
        };
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
