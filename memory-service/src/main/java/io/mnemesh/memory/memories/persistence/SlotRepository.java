package io.mnemesh.memory.memories.persistence;

import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.Slot;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Which memory supersedes which, in PostgreSQL. Every method joins the running tenant transaction. Who changes the values
 * of a slot holds its lock, an advisory one taken before that of any row, until the transaction ends.
 */
@ApplicationScoped
public class SlotRepository {

    private static final String LOCK_OF_MEMORY = """
            with locked as materialized (
                select pg_advisory_xact_lock(hashtextextended(
                    tenant || E'\\n' || slot_subject || E'\\n' || slot_attribute, 0))
                from memory where tenant = ?1 and id = ?2 and slot_subject is not null)
            select count(*) from locked""";

    private static final String LOCK = """
            with locked as materialized (
                select pg_advisory_xact_lock(hashtextextended(cast(?1 as text), 0)))
            select count(*) from locked""";

    private static final String ORDER = """
            with line as (
                select id, lead(id) over w as next, lead(happened_at) over w as until
                from memory where tenant = ?1 and slot_subject = ?2 and slot_attribute = ?3
                window w as (order by happened_at, id)),
            moved as (
                update memory set superseded_by = line.next, valid_to = line.until
                from line where memory.tenant = ?1 and memory.id = line.id
                    and (memory.superseded_by, memory.valid_to) is distinct from (line.next, line.until)
                returning memory.id)
            select id from moved""";

    private static final String RELEASE = """
            with released as (
                update memory set superseded_by = null, valid_to = null
                where tenant = ?1 and superseded_by = ?2 and slot_subject is null
                returning memory.id)
            select id from released""";

    private static final String LEAVE = """
            with alone as (
                update memory set superseded_by = null, valid_to = null
                where tenant = ?1 and id = ?2 and superseded_by is not null
                returning memory.id)
            select id from alone""";

    private static final String ABOVE = """
            with recursive above as (
                select superseded_by as id from memory where tenant = ?1 and id = ?2
                union
                select memory.superseded_by from memory join above on memory.id = above.id where memory.tenant = ?1)
            select count(*) from above where id = ?3""";

    private final Rows rows;
    private final Clock clock;

    SlotRepository(Rows rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /** Takes the lock of the slot the memory is in, if it is in one. */
    public Uni<Void> lockSlotOf(TenantId tenant, UUID id) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(LOCK_OF_MEMORY, Long.class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, id)
                        .getSingleResult())
                .replaceWithVoid();
    }

    /** Lets only one transaction at a time link memories of a tenant that are in no slot. */
    public Uni<Void> lockLinks(TenantId tenant) {
        return Panache.getSession()
                .chain(session -> lock(session, tenant.value()))
                .replaceWithVoid();
    }

    /** Makes each value of the slot hold until the next one happened; answers those for which that changed. */
    public Uni<List<Memory>> order(TenantId tenant, Slot slot) {
        return Panache.getSession()
                .chain(session -> lock(session, tenant.value() + '\n' + slot.subject() + '\n' + slot.attribute())
                        .chain(() -> session.createNativeQuery(ORDER, UUID.class)
                                .setParameter(1, tenant.value())
                                .setParameter(2, slot.subject())
                                .setParameter(3, slot.attribute())
                                .getResultList())
                        .chain(ids -> afresh(session, tenant, ids)));
    }

    /** What this memory superseded, holds again unless its slot says otherwise; answers those that changed. */
    public Uni<List<Memory>> release(TenantId tenant, UUID id) {
        return change(RELEASE, tenant, id);
    }

    /** This memory holds again; answers it if that is a change. */
    public Uni<List<Memory>> leave(TenantId tenant, UUID id) {
        return change(LEAVE, tenant, id);
    }

    private Uni<List<Memory>> change(String sql, TenantId tenant, UUID id) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(sql, UUID.class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, id)
                        .getResultList()
                        .chain(ids -> afresh(session, tenant, ids)));
    }

    /** True if following what supersedes {@code from} leads to {@code to}. */
    public Uni<Boolean> leads(TenantId tenant, UUID from, UUID to) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ABOVE, Long.class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, from)
                        .setParameter(3, to)
                        .getSingleResult())
                .map(count -> count > 0);
    }

    /** Notes that {@code next} holds in place of a memory from {@code end} on; null for that nothing does. */
    public Uni<Memory> link(TenantId tenant, UUID id, @Nullable UUID next, @Nullable Instant end) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "update memory set superseded_by = cast(?3 as uuid), valid_to = cast(?4 as timestamptz)"
                                        + " where tenant = ?1 and id = ?2")
                        .setParameter(1, tenant.value())
                        .setParameter(2, id)
                        .setParameter(3, next)
                        .setParameter(4, end)
                        .executeUpdate()
                        .chain(() -> afresh(session, tenant, List.of(id)))
                        .map(List::getFirst));
    }

    /** Values of a slot that were stored by {@code knownAt}, latest happened first. */
    public Uni<List<Memory>> values(TenantId tenant, Slot slot, @Nullable Instant knownAt, int limit) {
        var parameters = new HashMap<String, Object>();
        parameters.put("tenant", tenant.value());
        parameters.put("now", clock.instant());
        parameters.put("subject", slot.subject());
        parameters.put("attribute", slot.attribute());
        String known = "";
        if (knownAt != null) {
            known = " and createdAt <= :knownAt";
            parameters.put("knownAt", knownAt);
        }
        return rows.find(
                        "tenant = :tenant and slotSubject = :subject and slotAttribute = :attribute"
                                + " and (expiresAt is null or expiresAt > :now)" + known,
                        Sort.by("happenedAt").descending().and("id", Sort.Direction.Descending),
                        parameters)
                .range(0, limit - 1)
                .list()
                .map(found -> found.stream().map(MemoryEntity::toMemory).toList());
    }

    private static Uni<Long> lock(Mutiny.Session session, String name) {
        return session.createNativeQuery(LOCK, Long.class).setParameter(1, name).getSingleResult();
    }

    /** The memories as they are now, whatever the session has read of them before. */
    private Uni<List<Memory>> afresh(Mutiny.Session session, TenantId tenant, List<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        session.clear();
        return rows.list("tenant = ?1 and id in ?2", tenant.value(), ids)
                .map(found -> found.stream().map(MemoryEntity::toMemory).toList());
    }
}
