package io.mnemesh.memory.access.persistence;

import io.mnemesh.memory.access.AccessLog.Count;
import io.mnemesh.memory.access.Heat;
import io.mnemesh.memory.storage.ValueRows;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Accesses in PostgreSQL. Every method joins the running tenant transaction. */
@ApplicationScoped
public class AccessRepository {

    /** Memories that are gone, or are being deleted, are left out. */
    private static final String ADD = """
            insert into memory_access (tenant, memory_id, reads, hits, heat, read_heat)
            select m.tenant, m.id, added.reads, added.hits, added.heat, case when added.reads > 0 then added.read_heat end
            from (values {rows}) as added (id, reads, hits, heat, read_heat)
            join memory m on m.tenant = ?1 and m.id = added.id
            order by m.id
            for key share of m skip locked
            on conflict (tenant, memory_id) do update
            set reads = memory_access.reads + excluded.reads, hits = memory_access.hits + excluded.hits,
                heat = greatest(memory_access.heat, excluded.heat)
                    + ln(1 + power(2, - abs(memory_access.heat - excluded.heat))) / ln(2),
                read_heat = greatest(memory_access.read_heat, excluded.read_heat)
                    + coalesce(ln(1 + power(2, - abs(memory_access.read_heat - excluded.read_heat))) / ln(2), 0)""";

    private static final String HOTTEST = """
            select a.memory_id, a.heat, m.conversation_id from memory_access a
            join memory m on m.tenant = a.tenant and m.id = a.memory_id
            where a.tenant = ?1 order by a.heat desc, a.memory_id limit ?2""";

    private static final String MOST_READ = """
            select memory_id, read_heat from memory_access
            where tenant = ?1 and read_heat is not null order by read_heat desc, memory_id limit ?2""";

    private static final String READ = """
            select memory_id, read_heat from memory_access
            where tenant = ?1 and memory_id in (?2) and read_heat is not null""";

    /**
     * A memory that is used.
     *
     * @param heat         see {@link Heat}
     * @param conversation the conversation it is of; empty if of none
     */
    public record Used(UUID memory, double heat, String conversation) {}

    /** Adds these accesses of this time. */
    public Uni<Void> add(TenantId tenant, Map<UUID, Count> counts, Instant at) {
        var rows = ValueRows.of(
                List.of(tenant.value()), "uuid", "bigint", "bigint", "double precision", "double precision");
        new TreeMap<>(counts)
                .forEach((memory, count) -> rows.add(
                        memory,
                        count.reads(),
                        count.hits(),
                        Heat.of(count.amount(), at),
                        Heat.of((double) Math.max(1, count.reads()), at)));
        return rows.update(ADD).replaceWithVoid();
    }

    /** What is read and found most of late. */
    public Uni<List<Used>> hottest(TenantId tenant, int limit) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(HOTTEST, Object[].class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, limit)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Used(
                                (UUID) row[0], ((Number) row[1]).doubleValue(), row[2] == null ? "" : (String) row[2]))
                        .toList());
    }

    /** The heat of the reads of those that are read most of late, the hottest first. */
    public Uni<Map<UUID, Double>> mostRead(TenantId tenant, int limit) {
        return heat(MOST_READ, tenant, limit);
    }

    /** The heat of the reads of these memories; those never read are left out. */
    public Uni<Map<UUID, Double>> read(TenantId tenant, List<UUID> memories) {
        return heat(READ, tenant, memories);
    }

    private static Uni<Map<UUID, Double>> heat(String question, TenantId tenant, Object which) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(question, Object[].class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, which)
                        .getResultList())
                .map(rows -> {
                    Map<UUID, Double> heat = new LinkedHashMap<>();
                    rows.forEach(row -> heat.put((UUID) row[0], ((Number) row[1]).doubleValue()));
                    return heat;
                });
    }
}
