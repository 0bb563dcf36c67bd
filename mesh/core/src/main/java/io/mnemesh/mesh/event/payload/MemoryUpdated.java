package io.mnemesh.mesh.event.payload;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A memory was changed; carries its new state.
 *
 * @param memoryId id of the memory
 * @param version 1 at creation, one more with every change
 * @param memoryType for example {@code fact}, {@code error}
 * @param content the text
 * @param context where it belongs
 * @param details what its type says beyond the text, for an error for example {@code resolution}
 * @param importance 0 to 1
 * @param occurredAt when what it tells of happened, if that is known
 * @param createdBy subject of the token that stored it
 * @param createdAt record time
 * @param updatedAt record time of this version
 */
public record MemoryUpdated(
        UUID memoryId,
        int version,
        String memoryType,
        String content,
        MemoryContext context,
        Map<String, String> details,
        double importance,
        @Nullable Instant occurredAt,
        String createdBy,
        Instant createdAt,
        Instant updatedAt) {

    @SuppressWarnings("NullAway") // absent members of a JSON object arrive as null
    public MemoryUpdated {
        context = context == null ? MemoryContext.EMPTY : context;
        details = details == null ? Map.of() : Map.copyOf(details);
    }
}
