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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
     * @param generation what it is for
     * @return fails with {@link WrongVectorException} if the vector has not the length of the index or is of another model
     */
    Uni<Void> store(Generation generation, TenantId tenant, Caused caused, String model, float[] vector) {
        if (!generation.takes(model, vector.length)) {
            return Uni.createFrom().failure(new WrongVectorException(model, vector.length, generation));
        }
        return sessions.inTenant(
                        tenant,
                        transaction -> processed
                                .markFirst(transaction, MemoryEmbedder.GROUP, caused.cause())
                                .chain(first -> first
                                        ? effect(transaction, tenant, caused, model, vector)
                                        : Uni.createFrom().item(false)))
                .invoke(done -> after(done ? 1 : 0))
                .chain(() -> reads.forget(tenant, caused.memory().id()));
    }

    /**
     * Stores the vectors of several memories in one transaction, if every cause is new and every version the present one.
     *
     * @param memories different ones
     * @param answer   vectors in their order
     * @return fails without an effect, and not transiently, where that is not so: then they must be stored one at a time
     */
    Uni<Void> storeAll(Generation generation, TenantId tenant, List<Caused> memories, Embeddings answer) {
        int dimensions = answer.vectors().getFirst().length;
        if (!answer.vectors().stream().allMatch(vector -> generation.takes(answer.model(), vector.length))) {
            return Uni.createFrom().failure(new WrongVectorException(answer.model(), dimensions, generation));
        }
        Map<UUID, Integer> versions = new TreeMap<>();
        Map<UUID, byte[]> bytes = new TreeMap<>();
        var told = new ArrayList<MeshEvent<?>>();
        for (int i = 0; i < memories.size(); i++) {
            Caused caused = memories.get(i);
            byte[] vector = Vectors.toBytes(answer.vectors().get(i));
            versions.put(caused.memory().id(), caused.memory().version());
            bytes.put(caused.memory().id(), vector);
            told.add(embedded(tenant, caused.memory(), answer.model(), vector).inTrace(caused.trace()));
        }
        return sessions.inTenant(
                        tenant,
                        transaction -> processed
                                .markAllFirst(
                                        transaction,
                                        MemoryEmbedder.GROUP,
                                        memories.stream().map(Caused::cause).toList())
                                .invoke(EmbeddingEffect::mustBe)
                                .chain(() -> repository.markEmbedded(tenant, versions))
                                .invoke(present -> mustBe(present == versions.size()))
                                .chain(() -> vectors.storeAll(tenant, answer.model(), dimensions, bytes))
                                .chain(() -> outbox.append(transaction, told)))
                .invoke(() -> after(memories.size()))
                .chain(() -> reads.forgetTogether(tenant, versions.keySet()));
    }

    private static void mustBe(boolean asExpected) {
        if (!asExpected) {
            throw new IllegalStateException(
                    "Some of the causes were handled before, or some of the memories have changed.");
        }
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

    /**
     * A version of a memory that an event asks a vector for.
     *
     * @param cause id of the event
     * @param trace W3C trace context in which it is handled
     */
    record Caused(UUID cause, @Nullable String trace, Versioned memory) {}

    /** A transaction of its own, so that it holds one memory at a time. */
    private Uni<Boolean> beside(TenantId tenant, Versioned memory, String model, float[] vector, boolean told) {
        byte[] bytes = Vectors.toBytes(vector);
        return sessions.inTenant(
                tenant,
                transaction -> vectors.store(tenant, memory.id(), memory.version(), model, vector, bytes)
                        .chain(stored -> stored && told
                                ? outbox.append(transaction, List.of(embedded(tenant, memory, model, bytes)))
                                        .replaceWith(true)
                                : Uni.createFrom().item(stored)));
    }

    private Uni<Boolean> effect(Statements transaction, TenantId tenant, Caused caused, String model, float[] vector) {
        Versioned memory = caused.memory();
        byte[] bytes = Vectors.toBytes(vector);
        var event = embedded(tenant, memory, model, bytes).inTrace(caused.trace());
        return repository
                .markEmbedded(tenant, memory.id(), memory.version())
                .chain(current -> current
                        ? vectors.store(tenant, memory.id(), memory.version(), model, vector, bytes)
                                .chain(() -> outbox.append(transaction, List.of(event)))
                                .replaceWith(true)
                        : Uni.createFrom().item(false));
    }

    private MeshEvent<MemoryEmbedded> embedded(TenantId tenant, Versioned memory, String model, byte[] vector) {
        return events.create(
                EventTypes.MEMORY_EMBEDDED,
                tenant,
                memory.id().toString(),
                new MemoryEmbedded(memory.id(), memory.version(), model, vector));
    }

    private void after(int done) {
        if (done > 0) {
            outbox.wake();
            metrics.embedded(done);
        }
    }
}
