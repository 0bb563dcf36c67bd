package io.mnemesh.memory.embedding;

import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventSubscription;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.EmbeddingsClient;
import io.mnemesh.mesh.work.Lane;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The consumer that gives every new and changed memory its vector. */
@ApplicationScoped
class MemoryEmbedder implements EventSubscription {

    static final String GROUP = "memory-embedder";

    private final EmbeddingsClient embeddings;
    private final EmbeddingConfig config;
    private final EmbeddingEffect effect;

    MemoryEmbedder(EmbeddingsClient embeddings, EmbeddingConfig config, EmbeddingEffect effect) {
        this.embeddings = embeddings;
        this.config = config;
        this.effect = effect;
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
        return embeddings
                .embed(tenant, List.of(content), Lane.BULK, config.deadline())
                .chain(answer -> effect.store(
                        eventId,
                        tenant,
                        memoryId,
                        version,
                        answer.model(),
                        answer.vectors().getFirst()));
    }
}
