package io.mnemesh.memory.migration;

import io.mnemesh.memory.embedding.BesideVectors;
import io.mnemesh.memory.index.Generation;
import io.mnemesh.memory.memories.persistence.TenantRepository;
import io.mnemesh.memory.memories.persistence.VectorRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Makes a build complete before it serves: every memory that has its vector for the one that serves has one for it too,
 * whichever instance it waits on. The record tells, so that no instance has to be asked for its queue. Of each tenant it reads
 * which memories there are: O(memories).
 */
@ApplicationScoped
class Completion {

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final TenantSessions sessions;
    private final TenantRepository tenants;
    private final VectorRepository repository;
    private final BesideVectors vectors;

    Completion(TenantSessions sessions, TenantRepository tenants, VectorRepository repository, BesideVectors vectors) {
        this.sessions = sessions;
        this.tenants = tenants;
        this.repository = repository;
        this.vectors = vectors;
    }

    /**
     * Computes the few vectors that are missing.
     *
     * @return fails with {@code conflict} if a tenant lacks a page of them or more, and as {@link BesideVectors#store} does
     */
    Uni<Void> complete(Generation build) {
        return sessions.inSystem(transaction -> tenants.all())
                .chain(all -> Multi.createFrom()
                        .iterable(all)
                        .onItem()
                        .transformToUniAndConcatenate(tenant -> complete(build, tenant))
                        .collect()
                        .last());
    }

    private Uni<Void> complete(Generation build, TenantId tenant) {
        return sessions.inTenant(
                        tenant,
                        transaction -> repository.missing(tenant, String.valueOf(build.model()), BesideVectors.PAGE))
                .chain(missing -> complete(build, tenant, missing));
    }

    private Uni<Void> complete(Generation build, TenantId tenant, List<UUID> missing) {
        if (missing.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (missing.size() == BesideVectors.PAGE) {
            return Uni.createFrom()
                    .failure(new ProblemException(
                            ProblemType.CONFLICT,
                            "Memories that were stored lately are being embedded by the other model; try again.",
                            Map.of(),
                            RETRY,
                            null));
        }
        return vectors.store(build, tenant, missing, true).replaceWithVoid();
    }
}
