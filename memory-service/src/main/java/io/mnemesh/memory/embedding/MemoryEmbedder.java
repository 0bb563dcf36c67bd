package io.mnemesh.memory.embedding;

import io.mnemesh.memory.embedding.EmbeddingEffect.Caused;
import io.mnemesh.memory.embedding.EmbeddingEffect.Versioned;
import io.mnemesh.memory.index.Generation;
import io.mnemesh.memory.index.IndexPlan;
import io.mnemesh.memory.index.IndexPlans;
import io.mnemesh.memory.index.IndexService;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import io.mnemesh.mesh.redis.Traces;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventSubscription;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;

/** The consumer that gives new and changed memories vectors, also for an index beside the one that serves. */
@ApplicationScoped
class MemoryEmbedder implements EventSubscription {

    static final String GROUP = "memory-embedder";

    private final EmbeddingBatches batches;
    private final BesideQueue beside;
    private final IndexService index;
    private final IndexPlans plans;
    private final Traces traces;

    MemoryEmbedder(EmbeddingBatches batches, BesideQueue beside, IndexService index, IndexPlans plans, Traces traces) {
        this.batches = batches;
        this.beside = beside;
        this.index = index;
        this.plans = plans;
        this.traces = traces;
    }

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public Set<EventType<?>> types() {
        return Set.of(EventTypes.MEMORY_CREATED, EventTypes.MEMORY_UPDATED);
    }

    @Override
    public Uni<Void> handle(MeshEvent<?> event, Delivery delivery) {
        return switch (event.data()) {
            case MemoryCreated created ->
                embed(event.id(), event.tenant(), created.memoryId(), created.version(), created.content());
            case MemoryUpdated updated ->
                embed(event.id(), event.tenant(), updated.memoryId(), updated.version(), updated.content());
            default -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> embed(UUID eventId, TenantId tenant, UUID memoryId, int version, String content) {
        var caused = new Caused(eventId, traces.current(), new Versioned(memoryId, version));
        return plan().chain(plan -> batches.store(plan.serving(), tenant, caused, content)
                .invoke(() -> {
                    Generation other = plan.beside();
                    if (other != null) {
                        beside.add(other, tenant, memoryId);
                    }
                }));
    }

    /** As last seen, and before that as the record has it: no vector is computed for a build that is gone. */
    private Uni<IndexPlan> plan() {
        IndexPlan seen = index.plan();
        return seen == null ? plans.current() : Uni.createFrom().item(seen);
    }
}
