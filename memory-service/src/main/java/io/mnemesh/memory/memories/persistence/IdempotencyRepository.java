package io.mnemesh.memory.memories.persistence;

import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** Idempotency keys of a tenant's requests. Every method joins the running tenant transaction. */
@ApplicationScoped
public class IdempotencyRepository {

    /**
     * Claims a key for a memory that is about to be stored. Waits for another transaction that claims the same key.
     *
     * @param forgetBefore keys older than this are forgotten first
     * @return empty if the key is now this request's; otherwise what it was used for
     */
    public Uni<Optional<Used>> claim(
            TenantId tenant, String key, byte[] fingerprint, UUID memoryId, Instant now, Instant forgetBefore) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "delete from memory_idempotency where tenant = ?1 and created_at < ?2")
                        .setParameter(1, tenant.value())
                        .setParameter(2, forgetBefore)
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery("""
                        insert into memory_idempotency (tenant, key, fingerprint, memory_id, created_at)
                        values (?1, ?2, ?3, ?4, ?5) on conflict do nothing""")
                                .setParameter(1, tenant.value())
                                .setParameter(2, key)
                                .setParameter(3, fingerprint)
                                .setParameter(4, memoryId)
                                .setParameter(5, now)
                                .executeUpdate())
                        .chain(inserted -> inserted > 0
                                ? Uni.createFrom().item(Optional.<Used>empty())
                                : session.createQuery(
                                                "from IdempotencyEntity where tenant = ?1 and key = ?2",
                                                IdempotencyEntity.class)
                                        .setParameter(1, tenant.value())
                                        .setParameter(2, key)
                                        .getSingleResult()
                                        .map(row -> Optional.of(
                                                new Used(row.memoryId, Arrays.equals(row.fingerprint, fingerprint))))));
    }

    /**
     * An earlier use of a key.
     *
     * @param memoryId    the memory it made
     * @param sameRequest true if that request was the same
     */
    public record Used(UUID memoryId, boolean sameRequest) {}
}
