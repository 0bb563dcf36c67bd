package io.mnemesh.memory.index;

import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryConsolidated;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryDeleted;
import io.mnemesh.mesh.event.payload.MemoryEmbedded;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import io.mnemesh.mesh.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an event of the log changes in the index. */
final class IndexChanges {

    private IndexChanges() {}

    /** None for events that do not concern memories, and for vectors that do not belong in this generation. */
    static List<IndexChange> of(MeshEvent<?> event, Generation generation) {
        return switch (event.data()) {
            case MemoryCreated created ->
                List.of(put(
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
                List.of(put(
                        event.tenant(),
                        updated.memoryId(),
                        updated.version(),
                        updated.memoryType(),
                        updated.content(),
                        updated.context(),
                        updated.importance(),
                        updated.occurredAt(),
                        updated.createdAt()));
            case MemoryEmbedded embedded -> embed(event.tenant(), embedded, generation);
            case MemoryDeleted deleted -> List.of(new IndexChange.Remove(event.tenant(), deleted.memoryId()));
            case MemoryConsolidated consolidated ->
                consolidated.mergedIds().stream()
                        .<IndexChange>map(id -> new IndexChange.Remove(event.tenant(), id))
                        .toList();
            default -> List.of();
        };
    }

    private static List<IndexChange> embed(TenantId tenant, MemoryEmbedded embedded, Generation generation) {
        float[] vector = Vectors.fromBytes(embedded.vector());
        return generation.takes(embedded.model(), vector.length)
                ? List.of(new IndexChange.Embed(
                        tenant,
                        embedded.memoryId(),
                        new IndexedMemory.Embedding(embedded.version(), embedded.model(), vector)))
                : List.of();
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
