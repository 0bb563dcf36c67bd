package io.mnemesh.memory.transfer;

import io.mnemesh.memory.memories.Lifecycle;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.Slot;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A line of an export, which an import takes back.
 *
 * @param id           the memory's id
 * @param content      the text
 * @param type         kind of memory
 * @param context      where it belongs
 * @param details      what its type says beyond the text
 * @param importance   0 to 1
 * @param occurredAt   when what it tells of happened, if that is known
 * @param slot         what it is a value of
 * @param createdAt    record time
 * @param supersededBy the memory that holds in its place by somebody's word; null for values of slots, which follow by
 *     themselves
 * @param lifecycle    whether it is pinned, archived or expires
 */
@RegisterForReflection // written line by line
@Schema(name = "MemoryExportLine", description = "A line of an export, which an import takes back")
public record TransferLine(
        UUID id,
        String content,
        String type,
        MemoryContext context,
        Map<String, String> details,
        double importance,
        @Nullable Instant occurredAt,
        @Nullable Slot slot,
        Instant createdAt,
        @Nullable UUID supersededBy,
        Lifecycle lifecycle) {

    static TransferLine of(Memory memory) {
        return new TransferLine(
                memory.id(),
                memory.content(),
                memory.type().name(),
                memory.context(),
                memory.details(),
                memory.importance(),
                memory.occurredAt(),
                memory.slot(),
                memory.createdAt(),
                memory.slot() == null ? memory.supersededBy() : null,
                memory.lifecycle());
    }
}
