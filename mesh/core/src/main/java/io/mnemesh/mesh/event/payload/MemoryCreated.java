package io.mnemesh.mesh.event.payload;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A memory was stored.
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
 */
public record MemoryCreated(
        UUID memoryId,
        int version,
        String memoryType,
        String content,
        MemoryContext context,
        Map<String, String> details,
        double importance,
        @Nullable Instant occurredAt,
        String createdBy,
        Instant createdAt) {

    @SuppressWarnings("NullAway") // absent members of a JSON object arrive as null
    public MemoryCreated {
        context = context == null ? MemoryContext.EMPTY : context;
        details = details == null ? Map.of() : Map.copyOf(details);
    }
}
