package io.mnemesh.memory.embedding;

import io.mnemesh.memory.embedding.EmbeddingEffect.Versioned;
import io.mnemesh.memory.index.Generation;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.persistence.MemoryRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.EmbeddingsClient;
import io.mnemesh.mesh.work.Lane;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Computes vectors for a build of the index beside the one that serves, of memories as the record has them. */
@ApplicationScoped
public class BesideVectors {

    /** Memories that are embedded in one request. */
    public static final int PAGE = 32;

    private final TenantSessions sessions;
    private final MemoryRepository memories;
    private final EmbeddingsClient embeddings;
    private final EmbeddingEffect effect;
    private final EmbeddingConfig config;

    BesideVectors(
            TenantSessions sessions,
            MemoryRepository memories,
            EmbeddingsClient embeddings,
            EmbeddingEffect effect,
            EmbeddingConfig config) {
        this.sessions = sessions;
        this.memories = memories;
        this.embeddings = embeddings;
        this.effect = effect;
        this.config = config;
    }

    /**
     * What a page came to.
     *
     * @param found  memories there were
     * @param stored vectors that were stored
     */
    public record Done(int found, int stored) {}

    /**
     * Computes and stores a page of them.
     *
     * @param told true if events tell of them, for indexes that are open
     * @return fails as {@link EmbeddingsClient#embed} does, and if the vectors do not belong in that build
     */
    public Uni<Done> store(Generation generation, TenantId tenant, List<UUID> ids, boolean told) {
        return sessions.inTenant(tenant, transaction -> memories.byIds(tenant, ids))
                .chain(page -> page.isEmpty()
                        ? Uni.createFrom().item(new Done(0, 0))
                        : compute(generation, tenant, page, told).map(stored -> new Done(page.size(), stored)));
    }

    private Uni<Integer> compute(Generation generation, TenantId tenant, List<Memory> page, boolean told) {
        return embeddings
                .embed(
                        tenant,
                        generation.model(),
                        page.stream().map(Memory::content).toList(),
                        Lane.BULK,
                        config.deadline())
                .chain(answer -> effect.storeBeside(
                        generation,
                        tenant,
                        page.stream()
                                .map(memory -> new Versioned(memory.id(), memory.version()))
                                .toList(),
                        answer,
                        told));
    }
}
