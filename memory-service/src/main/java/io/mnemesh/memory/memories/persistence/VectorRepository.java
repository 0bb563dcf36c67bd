package io.mnemesh.memory.memories.persistence;

import io.mnemesh.memory.index.Generation;
import io.mnemesh.memory.index.IndexedMemory;
import io.mnemesh.memory.index.Vectors;
import io.mnemesh.memory.storage.ValueRows;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Vectors of several models side by side, in PostgreSQL. Every method joins the running tenant transaction. */
@ApplicationScoped
public class VectorRepository {

    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private static final UUID AFTER_ALL = new UUID(-1, -1);

    private static final String STORE = """
            insert into memory_embedding (tenant, memory_id, model, version, dimensions, vector)
            select tenant, id, cast(?3 as text), version, cast(?5 as integer), cast(?6 as bytea)
            from memory where tenant = ?1 and id = ?2 and version = ?4
            on conflict (tenant, memory_id, model) do update
            set version = excluded.version, dimensions = excluded.dimensions, vector = excluded.vector,
                embedded_at = now()
            where memory_embedding.version <= excluded.version""";

    private static final String STORE_ALL = """
            insert into memory_embedding (tenant, memory_id, model, version, dimensions, vector)
            select m.tenant, m.id, cast(?2 as text), m.version, cast(?3 as integer), added.vector
            from (values {rows}) as added (id, vector) join memory m on m.tenant = ?1 and m.id = added.id
            on conflict (tenant, memory_id, model) do update
            set version = excluded.version, dimensions = excluded.dimensions, vector = excluded.vector,
                embedded_at = now()""";

    private static final String WINDOW = """
            select m.id, exists (
                select from memory_embedding e where e.tenant = m.tenant and e.memory_id = m.id
                    and e.version = m.version and starts_with(e.model, cast(?3 as text))) as there
            from memory m where m.tenant = ?1 and m.id > ?2 and m.embedded
                and (m.expires_at is null or m.expires_at > now()) order by m.id limit ?4""";

    private static final String MISSING = """
            select m.id from memory m where m.tenant = ?1 and m.embedded
                and (m.expires_at is null or m.expires_at > now()) and not exists (
                    select from memory_embedding e where e.tenant = m.tenant and e.memory_id = m.id
                        and e.version = m.version and starts_with(e.model, cast(?2 as text)))
            limit ?3""";

    private static final String REMOVE = """
            delete from memory_embedding other
            where other.tenant = ?1 and other.memory_id > ?2 and other.memory_id <= ?3
                and not starts_with(other.model, cast(?4 as text)) and exists (
                    select from memory_embedding kept where kept.tenant = other.tenant
                        and kept.memory_id = other.memory_id and starts_with(kept.model, cast(?4 as text)))""";

    /** Every model begins with the empty prefix. */
    private static final String OF = """
            select memoryId, version, model, vector from EmbeddingEntity
            where tenant = ?1 and memoryId in ?2 and dimensions = ?3 and (?4 = '' or locate(?4, model) = 1)
            order by version""";

    /**
     * Memories that have a vector, next to each other in the order of their ids.
     *
     * @param after   the one before them; null for the first ones
     * @param last    the last of them; null if there are none
     * @param full    true if there may be more after it
     * @param missing those of them that have no vector of their present version by the model that was asked for
     */
    public record Window(@Nullable UUID after, @Nullable UUID last, boolean full, List<UUID> missing) {}

    /**
     * Stores the vector of a version of a memory.
     *
     * @return false if the memory is gone or has changed since
     */
    public Uni<Boolean> store(TenantId tenant, UUID id, int version, String model, float[] vector, byte[] bytes) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(STORE)
                        .setParameter(1, tenant.value())
                        .setParameter(2, id)
                        .setParameter(3, model)
                        .setParameter(4, version)
                        .setParameter(5, vector.length)
                        .setParameter(6, bytes)
                        .executeUpdate())
                .map(stored -> stored > 0);
    }

    /**
     * Stores the vectors of the present versions of memories whose rows this transaction holds.
     *
     * @param vectors of one model, as {@link Vectors#toBytes} makes them
     */
    public Uni<Void> storeAll(TenantId tenant, String model, int dimensions, Map<UUID, byte[]> vectors) {
        var rows = ValueRows.of(List.of(tenant.value(), model, dimensions), "uuid", "bytea");
        vectors.forEach(rows::add);
        return rows.update(STORE_ALL).replaceWithVoid();
    }

    /** At most so many memories after this one, and which of them have no vector by this model. */
    public Uni<Window> window(TenantId tenant, String model, @Nullable UUID after, int size) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(WINDOW, Object[].class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, after == null ? BEFORE_ALL : after)
                        .setParameter(3, prefix(model))
                        .setParameter(4, size)
                        .getResultList())
                .map(found -> new Window(
                        after,
                        found.isEmpty() ? null : (UUID) found.getLast()[0],
                        found.size() == size,
                        found.stream()
                                .filter(row -> Boolean.FALSE.equals(row[1]))
                                .map(row -> (UUID) row[0])
                                .toList()));
    }

    /** At most so many memories that have a vector, but none of their present version by this model. */
    public Uni<List<UUID>> missing(TenantId tenant, String model, int limit) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(MISSING, UUID.class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, prefix(model))
                        .setParameter(3, limit)
                        .getResultList());
    }

    /**
     * Removes the vectors of other models than this one, of memories of a window that have one by this one; behind the last
     * memory there is no end.
     *
     * @return how many
     */
    public Uni<Integer> removeOthers(TenantId tenant, String model, Window window) {
        UUID after = window.after();
        UUID last = window.last();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(REMOVE)
                        .setParameter(1, tenant.value())
                        .setParameter(2, after == null ? BEFORE_ALL : after)
                        .setParameter(3, last == null || !window.full() ? AFTER_ALL : last)
                        .setParameter(4, prefix(model))
                        .executeUpdate());
    }

    /** What the name of the model and any revision of it begin with. */
    static String prefix(String model) {
        return model + "@";
    }

    /**
     * The vectors of these memories that belong in a build of the index, the newest version of each. They are read alone, no
     * row of them stays in the session.
     */
    static Uni<Map<UUID, IndexedMemory.Embedding>> of(String tenant, Collection<UUID> memories, Generation generation) {
        if (memories.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        String model = generation.model();
        return Panache.getSession()
                .chain(session -> session.createQuery(OF, Object[].class)
                        .setParameter(1, tenant)
                        .setParameter(2, List.copyOf(memories))
                        .setParameter(3, generation.dimensions())
                        .setParameter(4, model == null ? "" : prefix(model))
                        .getResultList())
                .map(VectorRepository::newest);
    }

    private static Map<UUID, IndexedMemory.Embedding> newest(List<Object[]> olderFirst) {
        Map<UUID, IndexedMemory.Embedding> newest = new HashMap<>();
        olderFirst.forEach(row -> newest.put(
                (UUID) row[0],
                new IndexedMemory.Embedding((int) row[1], (String) row[2], Vectors.fromBytes((byte[]) row[3]))));
        return newest;
    }
}
