package io.mnemesh.memory.embedding;

import io.mnemesh.memory.index.Generation;
import io.mnemesh.memory.index.Vectors;
import io.mnemesh.memory.memories.MemoryMetrics;
import io.mnemesh.memory.memories.MemoryReads;
import io.mnemesh.memory.memories.persistence.MemoryRepository;
import io.mnemesh.memory.memories.persistence.VectorRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryEmbedded;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.outbox.ProcessedEvents;
import io.mnemesh.mesh.postgres.Statements;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.EmbeddingsClient.Embeddings;
import io.smallrye.mutiny.Multi;
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
    private final VectorRepository vectors;
    private final MemoryReads reads;
    private final ProcessedEvents processed;
    private final Outbox outbox;
    private final EventFactory events;
    private final MemoryMetrics metrics;

    EmbeddingEffect(
            TenantSessions sessions,
            MemoryRepository repository,
            VectorRepository vectors,
            MemoryReads reads,
            ProcessedEvents processed,
            Outbox outbox,
            EventFactory events,
            MemoryMetrics metrics) {
        this.sessions = sessions;
        this.repository = repository;
        this.vectors = vectors;
        this.reads = reads;
        this.processed = processed;
        this.outbox = outbox;
        this.events = events;
        this.metrics = metrics;
    }

    /**
     * Stores the vector of one version.
     *
     * @param cause      id of the event that asked for it
     * @param generation what it is for
     * @return fails with {@link WrongVectorException} if the vector has not the length of the index or is of another model
     */
    Uni<Void> store(
            UUID cause,
            Generation generation,
            TenantId tenant,
            UUID memoryId,
            int version,
            String model,
            float[] vector) {
        if (!generation.takes(model, vector.length)) {
            return Uni.createFrom().failure(new WrongVectorException(model, vector.length, generation));
        }
        byte[] bytes = Vectors.toBytes(vector);
        return sessions.inTenant(
                        tenant,
                        transaction -> processed
                                .markFirst(transaction, MemoryEmbedder.GROUP, cause)
                                .chain(first -> first
                                        ? effect(transaction, tenant, memoryId, version, model, vector, bytes)
                                        : Uni.createFrom().item(false)))
                .invoke(this::after)
                .chain(() -> reads.forget(tenant, memoryId));
    }

    /**
     * Stores the vectors of these versions for a build of the index that does not serve.
     *
     * @param answer vectors in the order of the memories
     * @param told   true if events tell of them, for indexes that are open
     * @return how many were stored; those whose memory is gone or has changed since are left out. Fails with
     *     {@link WrongVectorException} if they do not belong in that build
     */
    Uni<Integer> storeBeside(
            Generation generation, TenantId tenant, List<Versioned> memories, Embeddings answer, boolean told) {
        for (float[] vector : answer.vectors()) {
            if (!generation.takes(answer.model(), vector.length)) {
                return Uni.createFrom().failure(new WrongVectorException(answer.model(), vector.length, generation));
            }
        }
        return Multi.createFrom()
                .range(0, memories.size())
                .onItem()
                .transformToUniAndConcatenate(i -> beside(
                        tenant,
                        memories.get(i),
                        answer.model(),
                        answer.vectors().get(i),
                        told))
                .filter(stored -> stored)
                .collect()
                .asList()
                .map(List::size)
                .invoke(outbox::wake);
    }

    /** A version of a memory. */
    record Versioned(UUID id, int version) {}

    /** A transaction of its own, so that it holds one memory at a time. */
    private Uni<Boolean> beside(TenantId tenant, Versioned memory, String model, float[] vector, boolean told) {
        byte[] bytes = Vectors.toBytes(vector);
        return sessions.inTenant(
                tenant,
                transaction -> vectors.store(tenant, memory.id(), memory.version(), model, vector, bytes)
                        .chain(stored -> stored && told
                                ? outbox.append(
                                                transaction,
                                                List.of(embedded(tenant, memory.id(), memory.version(), model, bytes)))
                                        .replaceWith(true)
                                : Uni.createFrom().item(stored)));
    }

    private Uni<Boolean> effect(
            Statements transaction,
            TenantId tenant,
            UUID memoryId,
            int version,
            String model,
            float[] vector,
            byte[] bytes) {
        var event = embedded(tenant, memoryId, version, model, bytes);
        return repository
                .markEmbedded(tenant, memoryId, version)
                .chain(current -> current
                        ? vectors.store(tenant, memoryId, version, model, vector, bytes)
                                .chain(() -> outbox.append(transaction, List.of(event)))
                                .replaceWith(true)
                        : Uni.createFrom().item(false));
    }

    private MeshEvent<MemoryEmbedded> embedded(
            TenantId tenant, UUID memoryId, int version, String model, byte[] vector) {
        return events.create(
                EventTypes.MEMORY_EMBEDDED,
                tenant,
                memoryId.toString(),
                new MemoryEmbedded(memoryId, version, model, vector));
    }

    private void after(boolean done) {
        if (done) {
            outbox.wake();
            metrics.embedded();
        }
    }
}
