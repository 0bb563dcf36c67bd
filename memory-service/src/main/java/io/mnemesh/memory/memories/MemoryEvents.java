package io.mnemesh.memory.memories;

import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryConsolidated;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryDeleted;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import io.mnemesh.mesh.tenancy.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** The events that tell what happened to a memory, with the memory as their subject. */
@ApplicationScoped
class MemoryEvents {

    private final EventFactory events;
    private final Clock clock;

    MemoryEvents(EventFactory events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    MeshEvent<MemoryCreated> created(TenantId tenant, Memory memory) {
        return events.create(
                EventTypes.MEMORY_CREATED,
                tenant,
                memory.id().toString(),
                new MemoryCreated(
                        memory.id(),
                        memory.version(),
                        memory.type().name(),
                        memory.content(),
                        memory.context(),
                        memory.details(),
                        memory.importance(),
                        memory.occurredAt(),
                        memory.createdBy(),
                        memory.createdAt()));
    }

    /** Of a new version, or of one that is superseded since or no longer. */
    MeshEvent<MemoryUpdated> updated(TenantId tenant, Memory memory) {
        return events.create(
                EventTypes.MEMORY_UPDATED,
                tenant,
                memory.id().toString(),
                new MemoryUpdated(
                        memory.id(),
                        memory.version(),
                        memory.type().name(),
                        memory.content(),
                        memory.context(),
                        memory.details(),
                        memory.importance(),
                        memory.occurredAt(),
                        memory.createdBy(),
                        memory.createdAt(),
                        memory.updatedAt()));
    }

    MeshEvent<MemoryDeleted> deleted(TenantId tenant, Memory memory) {
        return events.create(
                EventTypes.MEMORY_DELETED,
                tenant,
                memory.id().toString(),
                new MemoryDeleted(memory.id(), memory.type().name(), clock.instant()));
    }

    /** One memory stands for another since. The event is of the one that is left out, so that it comes after its others. */
    MeshEvent<MemoryConsolidated> consolidated(TenantId tenant, UUID survivor, UUID duplicate, double similarity) {
        return events.create(
                EventTypes.MEMORY_CONSOLIDATED,
                tenant,
                duplicate.toString(),
                new MemoryConsolidated(survivor, List.of(duplicate), similarity));
    }
}
