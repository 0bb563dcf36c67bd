package io.mnemesh.memory.current.persistence;

import io.mnemesh.memory.memories.ContextKey;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Which memories belong where. Every method joins the running tenant transaction. */
@ApplicationScoped
public class PlaceRepository {

    private static final String LATEST =
            "select id from memory where tenant = ?1 and {place}_id = ?2 and merged_into is null and archived_at is null"
                    + " order by id desc limit ?3";

    private static final String TURNS = "select id from memory where tenant = ?1 and {place}_id = ?2"
            + " and type = 'conversation_turn' and embedded and archived_at is null order by happened_at desc, id desc limit ?3";

    /** The latest stored of a place. */
    public Uni<List<UUID>> latest(TenantId tenant, ContextKey key, String value, int limit) {
        return list(LATEST.replace("{place}", key.key()), tenant, value, limit);
    }

    /** The latest turns of a place that have a vector. */
    public Uni<List<UUID>> turns(TenantId tenant, ContextKey key, String value, int limit) {
        return list(TURNS.replace("{place}", key.key()), tenant, value, limit);
    }

    private static Uni<List<UUID>> list(String sql, TenantId tenant, String value, int limit) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(sql, UUID.class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, value)
                        .setParameter(3, limit)
                        .getResultList());
    }
}
