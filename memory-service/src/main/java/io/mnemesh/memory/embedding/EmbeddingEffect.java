package io.mnemesh.memory.embedding;

import io.mnemesh.memory.index.IndexConfig;
import io.mnemesh.memory.index.Vectors;
import io.mnemesh.memory.memories.MemoryMetrics;
import io.mnemesh.memory.memories.MemoryReads;
import io.mnemesh.memory.memories.persistence.MemoryRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.payload.MemoryEmbedded;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.outbox.ProcessedEvents;
import io.mnemesh.mesh.postgres.Statements;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * The effect of a computed vector: the vector, the memory's mark and the event that tells of it, once per cause, in one
 * transaction. A memory that is gone or has changed since is left alone; its own event brings its own vector. What is
 * cached of the memory is dropped after each delivery, also one of which the effect is there, since its writer may have died
 * before that.
 */
@ApplicationScoped
class EmbeddingEffect {

    private final TenantSessions sessions;
    private final MemoryRepository repository;
    private final MemoryReads reads;
    private final ProcessedEvents processed;
    private final Outbox outbox;
    private final EventFactory events;
    private final MemoryMetrics metrics;
    private final IndexConfig index;

    EmbeddingEffect(
            TenantSessions sessions,
            MemoryRepository repository,
            MemoryReads reads,
            ProcessedEvents processed,
            Outbox outbox,
            EventFactory events,
            MemoryMetrics metrics,
            IndexConfig index) {
        this.sessions = sessions;
        this.repository = repository;
        this.reads = reads;
        this.processed = processed;
        this.outbox = outbox;
        this.events = events;
        this.metrics = metrics;
        this.index = index;
    }

    /**
     * Stores the vector of one version.
     *
     * @param cause id of the event that asked for it
     * @return fails with {@link WrongVectorException} if the vector has not the length of the index
     */
    Uni<Void> store(UUID cause, TenantId tenant, UUID memoryId, int version, String model, float[] vector) {
        if (vector.length != index.dimensions()) {
            return Uni.createFrom().failure(new WrongVectorException(vector.length, index.dimensions()));
        }
        byte[] bytes = Vectors.toBytes(vector);
        return sessions.inTenant(
                        tenant,
                        transaction -> processed
                                .markFirst(transaction, MemoryEmbedder.GROUP, cause)
                                .chain(first -> first
                                        ? effect(transaction, tenant, memoryId, version, model, vector.length, bytes)
                                        : Uni.createFrom().item(false)))
                .invoke(this::after)
                .chain(() -> reads.forget(tenant, memoryId));
    }

    private Uni<Boolean> effect(
            Statements transaction,
            TenantId tenant,
            UUID memoryId,
            int version,
            String model,
            int dimensions,
            byte[] vector) {
        var event = events.create(
                EventTypes.MEMORY_EMBEDDED,
                tenant,
                memoryId.toString(),
                new MemoryEmbedded(memoryId, version, model, vector));
        return repository
                .markEmbedded(tenant, memoryId, version)
                .chain(current -> current
                        ? repository
                                .storeVector(tenant, memoryId, version, model, dimensions, vector)
                                .chain(() -> outbox.append(transaction, List.of(event)))
                                .replaceWith(true)
                        : Uni.createFrom().item(false));
    }

    private void after(boolean done) {
        if (done) {
            outbox.wake();
            metrics.embedded();
        }
    }
}
