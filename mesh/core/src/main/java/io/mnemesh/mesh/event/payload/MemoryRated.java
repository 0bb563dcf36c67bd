package io.mnemesh.mesh.event.payload;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user said what they think of a memory, and what they were at. Told of memories only that are not of one person, and gone from the log
 * with the memory or the user. Internal to the mesh.
 *
 * @param memoryId   the memory
 * @param memoryType its type
 * @param rating     useful, not_useful or wrong; null if the user takes back what they said of the memory
 * @param ratedBy    subject of the token that said it
 * @param context    what the user was at; user and session are never named
 * @param ratedAt    record time
 */
public record MemoryRated(
        UUID memoryId,
        String memoryType,
        @Nullable String rating,
        String ratedBy,
        MemoryContext context,
        Instant ratedAt) {

    @SuppressWarnings("NullAway") // absent members of a JSON object arrive as null
    public MemoryRated {
        context = context == null ? MemoryContext.EMPTY : context;
    }
}
