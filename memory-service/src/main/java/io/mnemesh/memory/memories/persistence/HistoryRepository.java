package io.mnemesh.memory.memories.persistence;

import io.mnemesh.memory.memories.FormerVersion;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Former versions of memories. Every method joins the running tenant transaction. */
@ApplicationScoped
public class HistoryRepository {

    private static final String COLUMNS = "type, content, user_id, agent_id, session_id, conversation_id, workspace_id,"
            + " dashboard_id, task_id, tags, attributes, details, importance, occurred_at, happened_at, created_by,"
            + " created_at, updated_at, slot_subject, slot_attribute";

    /** Keeps the version the memory has now, which is about to be replaced. */
    public Uni<Void> keep(TenantId tenant, UUID id, String replacedBy, Instant replacedAt) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("insert into memory_history (tenant, memory_id, version, "
                                + COLUMNS + ", replaced_by, replaced_at) select tenant, id, version, " + COLUMNS
                                + ", ?3, ?4 from memory where tenant = ?1 and id = ?2")
                        .setParameter(1, tenant.value())
                        .setParameter(2, id)
                        .setParameter(3, replacedBy)
                        .setParameter(4, replacedAt)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Versions below {@code before}, latest first. */
    public Uni<List<FormerVersion>> before(TenantId tenant, UUID id, int before, int limit) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "from HistoryEntity where tenant = ?1 and memoryId = ?2 and version < ?3"
                                        + " order by version desc",
                                HistoryEntity.class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, id)
                        .setParameter(3, before)
                        .setMaxResults(limit)
                        .getResultList())
                .map(rows -> rows.stream().map(HistoryEntity::toFormerVersion).toList());
    }
}
