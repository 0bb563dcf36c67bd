package io.mnemesh.memory.memories.persistence;

import io.mnemesh.memory.memories.Lifecycle;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Lifecycles of memories in PostgreSQL. Every method joins the running tenant transaction. */
@ApplicationScoped
public class LifecycleRepository {

    /** What is brought back is compared with what was stored meanwhile. */
    private static final String SET = """
            update memory set pinned = ?3, expires_at = cast(?4 as timestamptz), archived_at = cast(?5 as timestamptz),
                compared_version = 0
            where tenant = ?1 and id = ?2""";

    /** Gives a memory a lifecycle. */
    public Uni<Void> set(TenantId tenant, UUID id, Lifecycle lifecycle) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(SET)
                        .setParameter(1, tenant.value())
                        .setParameter(2, id)
                        .setParameter(3, lifecycle.pinned())
                        .setParameter(4, lifecycle.expiresAt())
                        .setParameter(5, lifecycle.archivedAt())
                        .executeUpdate())
                .replaceWithVoid();
    }
}
