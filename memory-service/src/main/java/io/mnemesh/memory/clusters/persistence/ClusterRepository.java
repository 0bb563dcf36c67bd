package io.mnemesh.memory.clusters.persistence;

import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Clusters and which memory is in which. Every method joins the running tenant transaction.
 *
 * <p>Who places memories never waits for who changes them: rows that others hold are left for later.
 */
@ApplicationScoped
public class ClusterRepository {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private static final String LOCK = "select pg_try_advisory_xact_lock(hashtextextended(cast(?1 as text), 0))";

    private static final String WAITING = """
            select q.memory_id from memory_cluster_queue q
            join memory m on m.tenant = q.tenant and m.id = q.memory_id
            where q.tenant = ?1 and q.memory_id > ?2 and m.embedded and m.merged_into is null and m.superseded_by is null
                and m.archived_at is null and (not ?3 or m.kept_apart or m.slot_subject is not null or m.compared_version >= m.version)
            order by q.memory_id limit ?4""";

    private static final String STILL_WAITING = """
            select m.id, m.version from memory m
            join memory_cluster_queue q on q.tenant = m.tenant and q.memory_id = m.id
            where m.tenant = ?1 and m.id in (?2) and m.embedded and m.merged_into is null and m.superseded_by is null
                and m.archived_at is null
            order by m.id
            for key share of m skip locked""";

    private static final String CHANGED =
            "select distinct cluster_id from memory_cluster_change where tenant = ?1 order by cluster_id limit ?2";

    private static final String PLACED = """
            select memory_id, cluster_id from memory_cluster_member
            where tenant = ?1 and memory_id in (?2) order by memory_id
            for update skip locked""";

    private static final String MEMBERS = """
            select memory_id from memory_cluster_member
            where tenant = ?1 and cluster_id = ?2 and memory_id > ?3 order by memory_id limit ?4
            for update skip locked""";

    private static final String LATEST = """
            select memory_id from memory_cluster_member
            where tenant = ?1 and cluster_id = ?2 order by memory_id desc limit ?3""";

    private static final String PLACE = """
            insert into memory_cluster_member (tenant, memory_id, cluster_id)
            select tenant, id, %s from memory where tenant = ?1 and id in (?2)
            on conflict (tenant, memory_id) do update set cluster_id = excluded.cluster_id""";

    private static final String MOVE_ALL = """
            update memory_cluster_member set cluster_id = %s where tenant = ?1 and memory_id in (
                select memory_id from memory_cluster_member where tenant = ?1 and cluster_id = ?2
                for update skip locked)""";

    /** Members that could not be moved since others hold them: their cluster is gone and they are placed anew. */
    private static final String NOTE_LEFT = """
            insert into memory_cluster_change (tenant, cluster_id)
            select ?1, ?2 where exists (
                select from memory_cluster_member where tenant = ?1 and cluster_id = ?2)""";

    private static final String PLACE_ANEW = """
            with freed as (
                delete from memory_cluster_member where tenant = ?1 and memory_id in (
                    select memory_id from memory_cluster_member where tenant = ?1 and cluster_id = ?2
                    for update skip locked)
                returning tenant, memory_id)
            insert into memory_cluster_queue (tenant, memory_id) select tenant, memory_id from freed
            on conflict do nothing""";

    private static final String FREQUENCIES = """
            select term, sum(members) from memory_cluster_term
            where tenant = ?1 and term in (?2) group by term""";

    private static final String EXAMPLES = """
            select c.id, m.memory_id from memory_cluster c
            cross join lateral (
                select memory_id from memory_cluster_member
                where tenant = c.tenant and cluster_id = c.id order by memory_id desc limit ?3) m
            where c.tenant = ?1 and c.id in (?2) order by c.id, m.memory_id desc""";

    private static final String COUNTS = """
            select (select count(*) from memory_cluster where tenant = ?1),
                (select count(*) from memory_cluster_member where tenant = ?1 and cluster_id is not null),
                (select count(*) from memory_cluster_member where tenant = ?1 and cluster_id is null),
                (select count(*) from memory_cluster_queue where tenant = ?1)""";

    /**
     * Where a memory is.
     *
     * @param cluster null if it is alone
     */
    public record Place(UUID memory, @Nullable UUID cluster) {}

    /** How many there are. */
    public record Counts(long clusters, long clustered, long alone, long waiting) {}

    private static Uni<Mutiny.Session> session() {
        return Panache.getSession();
    }

    private static Uni<Void> update(String sql, Object... parameters) {
        return session()
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
        return session().chain(session -> {
            var query = session.createNativeQuery(sql, type);
            for (int i = 0; i < parameters.length; i++) {
                query.setParameter(i + 1, parameters[i]);
            }
            return query.getResultList();
        });
    }

    /** Only one transaction at a time places memories of a tenant; false if another one does. */
    public Uni<Boolean> lock(TenantId tenant) {
        return list(LOCK, Boolean.class, "cluster\n" + tenant.value()).map(List::getFirst);
    }

    /**
     * Memories that wait to be placed, first stored first.
     *
     * @param compared true to leave out what has to be compared with its like first
     */
    public Uni<List<UUID>> waiting(TenantId tenant, boolean compared, @Nullable UUID after, int limit) {
        return list(WAITING, UUID.class, tenant.value(), after == null ? BEFORE_ALL : after, compared, limit);
    }

    /** Those of these that still wait, with their versions; they stay so until the transaction ends. */
    public Uni<Map<UUID, Integer>> stillWaiting(TenantId tenant, Collection<UUID> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : list(STILL_WAITING, Object[].class, tenant.value(), List.copyOf(ids))
                        .map(rows -> {
                            Map<UUID, Integer> versions = new HashMap<>();
                            rows.forEach(row -> versions.put((UUID) row[0], ((Number) row[1]).intValue()));
                            return versions;
                        });
    }

    /** These are placed. */
    public Uni<Void> waitNoMore(TenantId tenant, Collection<UUID> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : update(
                        "delete from memory_cluster_queue where tenant = ?1 and memory_id in (?2)",
                        tenant.value(),
                        List.copyOf(ids));
    }

    /** Clusters that lost members. */
    public Uni<List<UUID>> changed(TenantId tenant, int limit) {
        return list(CHANGED, UUID.class, tenant.value(), limit);
    }

    /** The losses of these clusters that are known by now are being dealt with. */
    public Uni<Void> unchanged(TenantId tenant, Collection<UUID> clusters) {
        return clusters.isEmpty()
                ? Uni.createFrom().voidItem()
                : update(
                        "delete from memory_cluster_change where tenant = ?1 and cluster_id in (?2)",
                        tenant.value(),
                        List.copyOf(clusters));
    }

    /** Where those of these memories are that were placed; they stay there until the transaction ends. */
    public Uni<List<Place>> placed(TenantId tenant, Collection<UUID> memories) {
        return memories.isEmpty()
                ? Uni.createFrom().item(List.of())
                : list(PLACED, Object[].class, tenant.value(), List.copyOf(memories))
                        .map(ClusterRepository::places);
    }

    private static List<Place> places(List<Object[]> rows) {
        return rows.stream().map(row -> new Place((UUID) row[0], (UUID) row[1])).toList();
    }

    /** Members of a cluster in the order of their ids; they stay there until the transaction ends. */
    public Uni<List<UUID>> members(TenantId tenant, UUID cluster, @Nullable UUID after, int limit) {
        return list(MEMBERS, UUID.class, tenant.value(), cluster, after == null ? BEFORE_ALL : after, limit);
    }

    /** Members of a cluster, the latest stored first. */
    public Uni<List<UUID>> latest(TenantId tenant, UUID cluster, int limit) {
        return list(LATEST, UUID.class, tenant.value(), cluster, limit);
    }

    /** Members of a cluster before this one, the latest stored first. */
    public Uni<List<UUID>> before(TenantId tenant, UUID cluster, UUID before, int limit) {
        return list(
                "select memory_id from memory_cluster_member where tenant = ?1 and cluster_id = ?2 and memory_id < ?3"
                        + " order by memory_id desc limit ?4",
                UUID.class,
                tenant.value(),
                cluster,
                before,
                limit);
    }

    /** Puts these into a cluster, or leaves them alone. */
    public Uni<Void> place(TenantId tenant, @Nullable UUID cluster, Collection<UUID> memories) {
        return cluster == null
                ? update(PLACE.formatted("cast(null as uuid)"), tenant.value(), List.copyOf(memories))
                : update(PLACE.formatted("cast(?3 as uuid)"), tenant.value(), List.copyOf(memories), cluster);
    }

    /** Deletes a cluster; what it has goes to another one or stays alone. */
    public Uni<Void> join(TenantId tenant, UUID gone, @Nullable UUID into) {
        Uni<Void> moved = into == null
                ? update(MOVE_ALL.formatted("null"), tenant.value(), gone)
                : update(MOVE_ALL.formatted("cast(?3 as uuid)"), tenant.value(), gone, into);
        return moved.chain(() -> update(NOTE_LEFT, tenant.value(), gone))
                .chain(() -> update("delete from memory_cluster where tenant = ?1 and id = ?2", tenant.value(), gone));
    }

    /** What still names a cluster that is gone waits to be placed anew. */
    public Uni<Void> placeAnew(TenantId tenant, UUID gone) {
        return update(PLACE_ANEW, tenant.value(), gone);
    }

    /** Those of these clusters that exist. */
    public Uni<List<StoredCluster>> byIds(TenantId tenant, Collection<UUID> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(List.of())
                : session()
                        .chain(session -> session.createQuery(
                                        "from ClusterEntity where tenant = ?1 and id in ?2 order by id",
                                        ClusterEntity.class)
                                .setParameter(1, tenant.value())
                                .setParameter(2, List.copyOf(ids))
                                .getResultList())
                        .map(ClusterRepository::toClusters);
    }

    public Uni<Optional<StoredCluster>> byId(TenantId tenant, UUID id) {
        return byIds(tenant, List.of(id)).map(found -> found.stream().findFirst());
    }

    private static List<StoredCluster> toClusters(List<ClusterEntity> rows) {
        return rows.stream().map(ClusterEntity::toCluster).toList();
    }

    /** The largest first, those of one size by their ids. */
    public Uni<List<StoredCluster>> largest(TenantId tenant, int limit, long sizeAfter, UUID idAfter) {
        return session()
                .chain(session -> session.createQuery(
                                "from ClusterEntity where tenant = ?1 and (size < ?2 or (size = ?2 and id > ?3))"
                                        + " order by size desc, id",
                                ClusterEntity.class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, sizeAfter)
                        .setParameter(3, idAfter)
                        .setMaxResults(limit)
                        .getResultList())
                .map(ClusterRepository::toClusters);
    }

    /** Stores it as it is now. */
    public Uni<Void> put(TenantId tenant, StoredCluster cluster) {
        return session()
                .chain(session -> session.createQuery(
                                "from ClusterEntity where tenant = ?1 and id = ?2", ClusterEntity.class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, cluster.id())
                        .getSingleResultOrNull()
                        .chain(row -> {
                            if (row == null) {
                                return session.persist(ClusterEntity.of(tenant, cluster));
                            }
                            row.become(cluster);
                            return Uni.createFrom().voidItem();
                        })
                        .chain(session::flush));
    }

    /** Counts the words of a cluster anew. */
    public Uni<Void> putTerms(TenantId tenant, UUID cluster, Map<String, Integer> words) {
        Uni<Void> cleared = update(
                "delete from memory_cluster_term where tenant = ?1 and cluster_id = ?2", tenant.value(), cluster);
        if (words.isEmpty()) {
            return cleared;
        }
        var sql = new StringBuilder("insert into memory_cluster_term (tenant, cluster_id, term, members) values ");
        Object[] parameters = new Object[2 + 2 * words.size()];
        parameters[0] = tenant.value();
        parameters[1] = cluster;
        int next = 2;
        for (Map.Entry<String, Integer> word : words.entrySet()) {
            sql.append(next == 2 ? "" : ", ")
                    .append("(?1, ?2, ?")
                    .append(next + 1)
                    .append(", ?")
                    .append(next + 2)
                    .append(')');
            parameters[next++] = word.getKey();
            parameters[next++] = word.getValue();
        }
        return cleared.chain(() -> update(sql.toString(), parameters));
    }

    /** In how many members of all clusters these words are. */
    public Uni<Map<String, Long>> frequencies(TenantId tenant, Collection<String> words) {
        return words.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : list(FREQUENCIES, Object[].class, tenant.value(), List.copyOf(words))
                        .map(rows -> {
                            Map<String, Long> found = new LinkedHashMap<>();
                            rows.forEach(row -> found.put((String) row[0], ((Number) row[1]).longValue()));
                            return found;
                        });
    }

    /** Words of a cluster in the mean; not a number where there is none. */
    public Uni<Double> meanWords(TenantId tenant) {
        return list(
                        "select cast(avg(words) as double precision) from memory_cluster where tenant = ?1",
                        Double.class,
                        tenant.value())
                .map(found -> {
                    Double mean = found.getFirst();
                    return mean == null ? Double.NaN : mean;
                });
    }

    /** The latest members of each of these clusters. */
    public Uni<Map<UUID, List<UUID>>> examples(TenantId tenant, Collection<UUID> clusters, int each) {
        return clusters.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : list(EXAMPLES, Object[].class, tenant.value(), List.copyOf(clusters), each)
                        .map(rows -> {
                            Map<UUID, List<UUID>> examples = new HashMap<>();
                            rows.forEach(row -> examples.computeIfAbsent((UUID) row[0], none -> new ArrayList<>())
                                    .add((UUID) row[1]));
                            return examples;
                        });
    }

    /** The clusters of those of these memories that are in one. */
    public Uni<Map<UUID, UUID>> of(TenantId tenant, Collection<UUID> memories) {
        return memories.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : list(
                                "select memory_id, cluster_id from memory_cluster_member"
                                        + " where tenant = ?1 and memory_id in (?2) and cluster_id is not null",
                                Object[].class,
                                tenant.value(),
                                List.copyOf(memories))
                        .map(rows -> {
                            Map<UUID, UUID> clusters = new HashMap<>();
                            rows.forEach(row -> clusters.put((UUID) row[0], (UUID) row[1]));
                            return clusters;
                        });
    }

    public Uni<Counts> counts(TenantId tenant) {
        return list(COUNTS, Object[].class, tenant.value())
                .map(List::getFirst)
                .map(row -> new Counts(
                        ((Number) row[0]).longValue(),
                        ((Number) row[1]).longValue(),
                        ((Number) row[2]).longValue(),
                        ((Number) row[3]).longValue()));
    }
}
