package io.mnemesh.mesh.event.payload;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An error was assigned to its group.
 *
 * @param groupId id of the group
 * @param template mined template, {@code <*>} for variable parts
 * @param memoryId memory that told of the error
 * @param occurrences how often the group was seen, this one included
 * @param newGroup true if this is its first
 * @param resolution how it was resolved, if the memory says so
 * @param firstSeen first occurrence
 * @param lastSeen latest occurrence
 */
public record ErrorLearned(
        UUID groupId,
        String template,
        UUID memoryId,
        long occurrences,
        boolean newGroup,
        @Nullable String resolution,
        Instant firstSeen,
        Instant lastSeen) {}
