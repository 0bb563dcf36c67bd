package io.mnemesh.memory.memories.persistence;

import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.PageRequest;
import io.mnemesh.memory.memories.Position;
import io.mnemesh.memory.memories.Validity;
import io.mnemesh.memory.storage.ValueRows;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Memories in PostgreSQL; what has expired is not there any more. Every method joins the running tenant transaction. */
@ApplicationScoped
public class MemoryRepository {

    /** Rows are locked in the order of their ids, as everywhere. */
    private static final String MARK_EMBEDDED = """
            with present as (
                select m.id from memory m join (values {rows}) as wanted (id, version)
                    on m.id = wanted.id and m.version = wanted.version
                where m.tenant = ?1 order by m.id for no key update of m)
            update memory set embedded = true from present where memory.tenant = ?1 and memory.id = present.id""";

    private final Rows rows;
    private final Clock clock;

    MemoryRepository(Rows rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    public Uni<Void> insert(TenantId tenant, List<Memory> memories) {
        return rows.persist(memories.stream().map(memory -> MemoryEntity.of(tenant, memory)))
                .chain(rows::flush);
    }

    public Uni<Optional<Memory>> byId(TenantId tenant, UUID id) {
        return rows.find("tenant = ?1 and id = ?2", tenant.value(), id)
                .firstResult()
                .map(this::kept);
    }

    /** Those of these ids that exist, in no particular order. */
    public Uni<List<Memory>> byIds(TenantId tenant, Collection<UUID> ids) {
        return rows.list("tenant = ?1 and id in ?2", tenant.value(), List.copyOf(ids))
                .map(found -> found.stream().flatMap(row -> kept(row).stream()).toList());
    }

    /** Latest stored first. */
    public Uni<List<Memory>> latest(TenantId tenant, MemoryFilter filter, Validity validity, PageRequest page) {
        var where = Conditions.of(tenant, filter).and(validity, clock.instant());
        Position after = page.after();
        if (after != null) {
            where.and("id < :after", "after", after.id());
        }
        return rows.find(where.text(), Sort.by("id").descending(), where.parameters())
                .range(0, page.limit() - 1)
                .list()
                .map(MemoryRepository::toMemories);
    }

    /** First happened first, superseded and merged ones too, without those that are archived. */
    public Uni<List<Memory>> chronological(TenantId tenant, MemoryFilter filter, PageRequest page) {
        var where = Conditions.of(tenant, filter).andShown(false, clock.instant());
        Position after = page.after();
        if (after != null) {
            where.and("(happenedAt > :at or (happenedAt = :at and id > :after))", "after", after.id());
            where.parameters().put("at", after.happenedAt());
        }
        return rows.find(where.text(), Sort.by("happenedAt").and("id"), where.parameters())
                .range(0, page.limit() - 1)
                .list()
                .map(MemoryRepository::toMemories);
    }

    /** Reads it and keeps others from changing it until the transaction ends. */
    public Uni<Optional<Memory>> lock(TenantId tenant, UUID id) {
        return locked(tenant, id).map(this::kept);
    }

    /** As {@link #lock}, also of what has expired. */
    public Uni<Optional<Memory>> lockExpiredToo(TenantId tenant, UUID id) {
        return locked(tenant, id).map(row -> Optional.ofNullable(row).map(MemoryEntity::toMemory));
    }

    private Optional<Memory> kept(@Nullable MemoryEntity row) {
        return Optional.ofNullable(row)
                .map(MemoryEntity::toMemory)
                .filter(memory -> !memory.lifecycle().expired(clock.instant()));
    }

    /** Gives a locked memory its next state. */
    public Uni<Void> replace(TenantId tenant, Memory memory) {
        return rows.find("tenant = ?1 and id = ?2", tenant.value(), memory.id())
                .singleResult()
                .invoke(row -> row.become(memory))
                .chain(rows::flush);
    }

    /** Deletes it with its vectors and its history; answers what it was, empty if it did not exist. */
    public Uni<Optional<Memory>> delete(TenantId tenant, UUID id) {
        return locked(tenant, id)
                .chain(row -> row == null
                        ? Uni.createFrom().item(Optional.empty())
                        : rows.delete(row).chain(rows::flush).replaceWith(() -> Optional.of(row.toMemory())));
    }

    /** Its item is null if there is no such memory. */
    private Uni<MemoryEntity> locked(TenantId tenant, UUID id) {
        return rows.find("tenant = ?1 and id = ?2", tenant.value(), id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    /** Marks this version as embedded; false if it is gone or has changed since. */
    public Uni<Boolean> markEmbedded(TenantId tenant, UUID id, int version) {
        return rows.update(
                        "embedded = true where tenant = ?1 and id = ?2 and version = ?3", tenant.value(), id, version)
                .map(count -> count > 0);
    }

    /** Marks these versions as embedded, and holds their rows. @return how many of them there are */
    public Uni<Integer> markEmbedded(TenantId tenant, Map<UUID, Integer> versions) {
        var rows = ValueRows.of(List.of(tenant.value()), "uuid", "integer");
        versions.forEach(rows::add);
        return rows.update(MARK_EMBEDDED);
    }

    private static List<Memory> toMemories(List<MemoryEntity> rows) {
        return rows.stream().map(MemoryEntity::toMemory).toList();
    }
}
