package io.mnemesh.memory.memories;

import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventSubscription;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Drops cached memories that changed. The writer does so itself right after its commit; this one does it again for a
 * writer that died in between. A vector's writer is a consumer itself and does it again when its event is delivered again.
 */
@ApplicationScoped
class CacheInvalidation implements EventSubscription {

    private final MemoryReads reads;

    CacheInvalidation(MemoryReads reads) {
        this.reads = reads;
    }

    @Override
    public String group() {
        return "memory-cache";
    }

    @Override
    public Set<EventType<?>> types() {
        return Set.of(
                EventTypes.MEMORY_CREATED,
                EventTypes.MEMORY_UPDATED,
                EventTypes.MEMORY_DELETED,
                EventTypes.MEMORY_CONSOLIDATED);
    }

    @Override
    public Duration linger() {
        return UNHURRIED;
    }

    @Override
    public Uni<Void> handle(MeshEvent<?> event, Delivery delivery) {
        UUID id = UUID.fromString(event.subject());
        return switch (event.data()) {
            case MemoryCreated created -> reads.created(event.tenant(), List.of(created.context()));
            case MemoryUpdated updated -> reads.forget(event.tenant(), id, updated.context());
            default -> reads.forget(event.tenant(), id);
        };
    }
}
