package io.mnemesh.memory.transfer.persistence;

import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Imports in PostgreSQL. Every method joins the running tenant transaction. */
@ApplicationScoped
public class ImportRepository {

    /** Lines in one statement. */
    private static final int TOGETHER = 500;

    private static final String BEGIN = """
            insert into memory_import
                (tenant, id, created_by, state, closed, lines, stored, failed, created_at, updated_at)
            values (?1, ?2, ?3, 'receiving', false, 0, 0, 0, ?4, ?4) on conflict do nothing""";

    private static final String FORGET = "delete from memory_import where tenant = ?1 and updated_at < ?2";

    private static final String NEXT = """
            select i.id from memory_import i where i.tenant = ?1 and i.state in ('receiving', 'running')
                and (i.closed or exists (
                    select from memory_import_line l where l.tenant = i.tenant and l.import_id = i.id and not l.linking))
            order by i.created_at, i.id limit 1""";

    private static final String LINES = """
            select line, content from memory_import_line
            where tenant = ?1 and import_id = ?2 and linking = ?3 order by line limit ?4""";

    private static final String TAKE_OFF = """
            with off as (
                delete from memory_import_line where tenant = ?1 and import_id = ?2 and line in (?3) returning line)
            select line from off""";

    private static final String WAITING = "select count(*) from memory_import_line where tenant = ?1 and not linking";

    /** Begins it unless it was begun. */
    public Uni<Void> begin(TenantId tenant, UUID id, String createdBy, Instant now) {
        return update(BEGIN, tenant.value(), id, createdBy, now);
    }

    /** Forgets those that did not go on since. */
    public Uni<Void> forget(TenantId tenant, Instant before) {
        return update(FORGET, tenant.value(), before);
    }

    public Uni<Optional<StoredImport>> byId(TenantId tenant, UUID id) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "from ImportEntity where tenant = ?1 and id = ?2", ImportEntity.class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, id)
                        .getSingleResultOrNull())
                .map(row -> Optional.ofNullable(row).map(ImportEntity::toImport));
    }

    /** Reads it and keeps others from changing it until the transaction ends. */
    public Uni<Optional<StoredImport>> lock(TenantId tenant, UUID id) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "from ImportEntity where tenant = ?1 and id = ?2", ImportEntity.class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, id)
                        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                        .getSingleResultOrNull())
                .map(row -> Optional.ofNullable(row).map(ImportEntity::toImport));
    }

    /** Gives a locked import its next state. */
    public Uni<Void> update(TenantId tenant, StoredImport next) {
        return update(
                "update memory_import set state = ?3, closed = ?4, lines = ?5, stored = ?6, failed = ?7, updated_at = ?8"
                        + " where tenant = ?1 and id = ?2",
                tenant.value(),
                next.id(),
                next.state().key(),
                next.closed(),
                next.lines(),
                next.stored(),
                next.failed(),
                next.updatedAt());
    }

    /** The oldest one that can go on. */
    public Uni<Optional<StoredImport>> next(TenantId tenant) {
        return list(NEXT, UUID.class, tenant.value())
                .chain(found ->
                        found.isEmpty() ? Uni.createFrom().item(Optional.empty()) : byId(tenant, found.getFirst()));
    }

    /** Lines that wait, by their numbers. */
    public Uni<Map<Long, String>> lines(TenantId tenant, UUID id, boolean linking, int limit) {
        return list(LINES, Object[].class, tenant.value(), id, linking, limit).map(ImportRepository::byLine);
    }

    private static Map<Long, String> byLine(List<Object[]> rows) {
        Map<Long, String> lines = new TreeMap<>();
        rows.forEach(row -> lines.put(((Number) row[0]).longValue(), (String) row[1]));
        return lines;
    }

    /** Lines of all imports of the tenant that wait to be stored. */
    public Uni<Long> waiting(TenantId tenant) {
        return list(WAITING, Long.class, tenant.value()).map(List::getFirst);
    }

    /** Adds lines. */
    public Uni<Void> add(TenantId tenant, UUID id, Map<Long, String> lines) {
        return insert("insert into memory_import_line (tenant, import_id, line, content) values ", tenant, id, lines);
    }

    /** Notes that these lines were refused, with the problem of each. */
    public Uni<Void> refuse(TenantId tenant, UUID id, Map<Long, String> problems) {
        return insert(
                "insert into memory_import_error (tenant, import_id, line, problem) values ", tenant, id, problems);
    }

    private static Uni<Void> insert(String sql, TenantId tenant, UUID id, Map<Long, String> texts) {
        List<Map.Entry<Long, String>> all = List.copyOf(new TreeMap<>(texts).entrySet());
        var parts = new ArrayList<List<Map.Entry<Long, String>>>();
        for (int from = 0; from < all.size(); from += TOGETHER) {
            parts.add(all.subList(from, Math.min(all.size(), from + TOGETHER)));
        }
        return Multi.createFrom()
                .iterable(parts)
                .onItem()
                .transformToUniAndConcatenate(part -> insertPart(sql, tenant, id, part))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Uni<Void> insertPart(String sql, TenantId tenant, UUID id, List<Map.Entry<Long, String>> part) {
        var values = new ArrayList<String>();
        var parameters = new ArrayList<Object>();
        parameters.add(tenant.value());
        parameters.add(id);
        for (Map.Entry<Long, String> entry : part) {
            values.add("(?1, ?2, ?" + (parameters.size() + 1) + ", ?" + (parameters.size() + 2) + ")");
            parameters.add(entry.getKey());
            parameters.add(entry.getValue());
        }
        return update(sql + String.join(", ", values) + " on conflict do nothing", parameters.toArray());
    }

    /**
     * Takes lines off; some of them stay to be linked.
     *
     * @return those that were there
     */
    public Uni<Set<Long>> takeOff(TenantId tenant, UUID id, Collection<Long> lines, Map<Long, String> linking) {
        if (lines.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        return list(TAKE_OFF, Long.class, tenant.value(), id, List.copyOf(lines))
                .map(taken -> taken.stream().collect(Collectors.toSet()))
                .call(taken -> {
                    Map<Long, String> kept = new TreeMap<>(linking);
                    kept.keySet().retainAll(taken);
                    return insert(
                                    "insert into memory_import_line (tenant, import_id, line, content) values ",
                                    tenant,
                                    id,
                                    kept)
                            .chain(() -> kept.isEmpty()
                                    ? Uni.createFrom().voidItem()
                                    : update(
                                            "update memory_import_line set linking = true"
                                                    + " where tenant = ?1 and import_id = ?2 and line in (?3)",
                                            tenant.value(),
                                            id,
                                            List.copyOf(kept.keySet())));
                });
    }

    /** Drops what was not stored yet. */
    public Uni<Void> drop(TenantId tenant, UUID id) {
        return update("delete from memory_import_line where tenant = ?1 and import_id = ?2", tenant.value(), id);
    }

    /** Problems of lines after this one, first line first. */
    public Uni<Map<Long, String>> refused(TenantId tenant, UUID id, long after, int limit) {
        return list(
                        "select line, problem from memory_import_error"
                                + " where tenant = ?1 and import_id = ?2 and line > ?3 order by line limit ?4",
                        Object[].class,
                        tenant.value(),
                        id,
                        after,
                        limit)
                .map(ImportRepository::byLine);
    }

    private static Uni<Void> update(String sql, Object... parameters) {
        return Panache.getSession()
                .chain(session -> {
                    var query = session.createNativeQuery(sql);
                    for (int i = 0; i < parameters.length; i++) {
                        query.setParameter(i + 1, parameters[i]);
                    }
                    return query.executeUpdate();
                })
                .replaceWithVoid();
    }

    private static <T> Uni<List<T>> list(String sql, Class<T> type, Object... parameters) {
        return Panache.getSession().chain(session -> {
            var query = session.createNativeQuery(sql, type);
            for (int i = 0; i < parameters.length; i++) {
                query.setParameter(i + 1, parameters[i]);
            }
            return query.getResultList();
        });
    }
}
