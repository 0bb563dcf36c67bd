package io.mnemesh.memory.transfer;

import io.mnemesh.memory.transfer.persistence.StoredImport;
import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryImported;
import io.mnemesh.mesh.tenancy.TenantId;
import jakarta.enterprise.context.ApplicationScoped;

/** The events that tell how far an import is, with the import as their subject. */
@ApplicationScoped
class ImportEvents {

    private final EventFactory events;

    ImportEvents(EventFactory events) {
        this.events = events;
    }

    MeshEvent<MemoryImported> of(TenantId tenant, StoredImport job) {
        return events.create(
                EventTypes.MEMORY_IMPORTED,
                tenant,
                job.id().toString(),
                new MemoryImported(job.id(), job.state().key(), job.lines(), job.stored(), job.failed()));
    }
}
