package io.mnemesh.mesh.event.payload;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Memories are to be erased: whoever keeps anything of them removes it for good and answers with
 * {@link ErasureAcknowledged}. Asked in two rounds, before and after the event log is freed of them. Internal to the mesh.
 *
 * @param erasureId id of the erasure
 * @param round 1 or 2
 * @param part number of this part of the round, from 1
 * @param parts parts of the round, in order
 * @param user the user who is erased; null if only these memories are
 * @param byContext true if what the user's context says is meant
 * @param byCreator true if what the user stored is meant
 * @param memoryIds the memories of this part
 * @param requestedAt when it was asked for
 */
public record MemoryErased(
        UUID erasureId,
        int round,
        int part,
        int parts,
        @Nullable String user,
        boolean byContext,
        boolean byCreator,
        List<UUID> memoryIds,
        Instant requestedAt) {

    /** The round after which nothing of the memories is in the event log any more. */
    public static final int LAST_ROUND = 2;

    public MemoryErased {
        memoryIds = List.copyOf(memoryIds);
    }

    /** True for the last event of an erasure. */
    public boolean endsErasure() {
        return round == LAST_ROUND && part == parts;
    }
}
