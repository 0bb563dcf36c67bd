package io.mnemesh.memory.index;

import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryDeleted;
import io.mnemesh.mesh.event.payload.MemoryEmbedded;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import io.mnemesh.mesh.tenancy.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an event of the log changes in the index. */
final class IndexChanges {

    private IndexChanges() {}

    /** Empty for events that do not concern memories. */
    static Optional<IndexChange> of(MeshEvent<?> event) {
        return switch (event.data()) {
            case MemoryCreated created ->
                Optional.of(put(
                        event.tenant(),
                        created.memoryId(),
                        created.version(),
                        created.memoryType(),
                        created.content(),
                        created.context(),
                        created.importance(),
                        created.occurredAt(),
                        created.createdAt()));
            case MemoryUpdated updated ->
                Optional.of(put(
                        event.tenant(),
                        updated.memoryId(),
                        updated.version(),
                        updated.memoryType(),
                        updated.content(),
                        updated.context(),
                        updated.importance(),
                        updated.occurredAt(),
                        updated.createdAt()));
            case MemoryEmbedded embedded ->
                Optional.of(new IndexChange.Embed(
                        event.tenant(),
                        embedded.memoryId(),
                        new IndexedMemory.Embedding(
                                embedded.version(), embedded.model(), Vectors.fromBytes(embedded.vector()))));
            case MemoryDeleted deleted -> Optional.of(new IndexChange.Remove(event.tenant(), deleted.memoryId()));
            default -> Optional.empty();
        };
    }

    private static IndexChange put(
            TenantId tenant,
            UUID id,
            int version,
            String type,
            String content,
            MemoryContext context,
            double importance,
            @Nullable Instant occurredAt,
            Instant createdAt) {
        return new IndexChange.Put(new IndexedMemory(
                tenant,
                id,
                version,
                type,
                content,
                context,
                importance,
                occurredAt == null ? createdAt : occurredAt,
                createdAt,
                null));
    }
}
