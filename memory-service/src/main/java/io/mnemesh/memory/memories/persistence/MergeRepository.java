package io.mnemesh.memory.memories.persistence;

import io.mnemesh.memory.index.Generation;
import io.mnemesh.memory.index.ServingGeneration;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.Merge;
import io.mnemesh.memory.memories.Merged;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which memory stands for which, in PostgreSQL. Every method joins the running tenant transaction. */
@ApplicationScoped
public class MergeRepository {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private static final String COMPARABLE =
            "tenant = :tenant and embedded and mergedInto is null and keptApart = false and supersededBy is null and slotSubject"
                    + " is null and archivedAt is null";

    private static final String VECTORED =
            " and id in (select memoryId from EmbeddingEntity where tenant = :tenant and locate(:model, model) = 1)";

    private static final String LOCK = """
            with locked as materialized (
                select pg_advisory_xact_lock(hashtextextended(cast(?1 as text), 0)))
            select count(*) from locked""";

    /** What was merged into the duplicate is moved on, so that whoever stands for others stands for itself. */
    private static final String MERGE = """
            with pair as (
                select duplicate.id as duplicate, survivor.id as survivor
                from memory duplicate join memory survivor on survivor.tenant = duplicate.tenant
                where duplicate.tenant = ?1 and duplicate.id = ?2 and duplicate.version = ?3
                    and survivor.id = ?4 and survivor.version = ?5
                    and duplicate.merged_into is null and survivor.merged_into is null
                    and duplicate.superseded_by is null and survivor.superseded_by is null
                    and duplicate.slot_subject is null and survivor.slot_subject is null
                    and not duplicate.kept_apart and not survivor.kept_apart and not duplicate.pinned
                    and duplicate.archived_at is null and survivor.archived_at is null
                    and duplicate.expires_at is null and survivor.expires_at is null
                for update of duplicate, survivor),
            moved as (
                update memory set merged_into = pair.survivor, merged_at = ?7, merged_likeness = ?6
                from pair where memory.tenant = ?1
                    and (memory.id = pair.duplicate or memory.merged_into = pair.duplicate)
                returning memory.id)
            select id from moved""";

    private static final String RELEASE = """
            with apart as (
                update memory set merged_into = null, merged_at = null, merged_likeness = null,
                    kept_apart = true
                where tenant = ?1 and id = ?2 and merged_into is not null
                returning id)
            select id from apart""";

    private static final String COMPARED =
            "update memory set compared_version = ?2 where tenant = ?1 and version = ?2 and id in (?3)";

    private static final String KEPT_APART =
            "select id from MemoryEntity where tenant = ?1 and id in ?2 and keptApart = true";

    private static final String SAID = "select claim, claimValue, happenedAt from MemoryEntity where tenant = ?1"
            + " and mergedInto is null and claim in (select claim from MemoryEntity where tenant = ?1 and id in ?2)";

    private final Rows rows;
    private final ServingGeneration serving;

    MergeRepository(Rows rows, ServingGeneration serving) {
        this.rows = rows;
        this.serving = serving;
    }

    /**
     * A memory with its vector.
     *
     * @param vector     of its present version, or of the one before while there is none
     * @param generation the build of the index the vector is for
     */
    public record Vectored(Memory memory, float[] vector, Generation generation) {}

    /** Only one transaction at a time merges memories of a tenant. */
    public Uni<Void> lock(TenantId tenant) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(LOCK, Long.class)
                        .setParameter(1, "merge\n" + tenant.value())
                        .getSingleResult())
                .replaceWithVoid();
    }

    /** Memories of which the present version was not compared yet, first stored first. */
    public Uni<List<Vectored>> uncompared(TenantId tenant, int limit) {
        return comparable(tenant, "comparedVersion < version", Map.of(), limit);
    }

    /** Memories after this one, first stored first, compared or not. */
    public Uni<List<Vectored>> after(TenantId tenant, @Nullable UUID after, int limit) {
        return comparable(tenant, "id > :after", Map.of("after", after == null ? BEFORE_ALL : after), limit);
    }

    /** As many as there are up to the limit: those without a vector for the index that serves do not count. */
    private Uni<List<Vectored>> comparable(TenantId tenant, String which, Map<String, Object> values, int limit) {
        Generation generation = serving.now();
        String model = generation.model();
        Map<String, Object> parameters = new HashMap<>(values);
        parameters.put("tenant", tenant.value());
        if (model != null) {
            parameters.put("model", VectorRepository.prefix(model));
        }
        return rows.find(COMPARABLE + (model == null ? "" : VECTORED) + " and " + which + " order by id", parameters)
                .range(0, limit - 1)
                .list()
                .chain(found -> vectored(found, generation));
    }

    /** Those of these rows that have a vector for this build of the index, in their order. */
    static Uni<List<Vectored>> vectored(List<MemoryEntity> found, Generation generation) {
        if (found.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return VectorRepository.of(
                        found.getFirst().tenant,
                        found.stream().map(row -> row.id).toList(),
                        generation)
                .map(vectors -> found.stream()
                        .flatMap(row -> Optional.ofNullable(vectors.get(row.id)).stream()
                                .map(embedding -> new Vectored(row.toMemory(), embedding.vector(), generation)))
                        .toList());
    }

    /** Those of these memories that are kept apart. */
    public Uni<Set<UUID>> keptApart(TenantId tenant, Collection<UUID> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(Set.of())
                : Panache.getSession()
                        .chain(session -> session.createQuery(KEPT_APART, UUID.class)
                                .setParameter(1, tenant.value())
                                .setParameter(2, List.copyOf(ids))
                                .getResultList())
                        .map(Set::copyOf);
    }

    /** What was said of that of which these memories say something. */
    public Uni<List<Said>> said(TenantId tenant, Collection<UUID> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Panache.getSession()
                        .chain(session -> session.createQuery(SAID, Object[].class)
                                .setParameter(1, tenant.value())
                                .setParameter(2, List.copyOf(ids))
                                .getResultList())
                        .map(found -> found.stream()
                                .map(row -> new Said((String) row[0], (String) row[1], (Instant) row[2]))
                                .toList());
    }

    /**
     * What a memory says of whom.
     *
     * @param claim subject and attribute
     * @param value what it says it is
     * @param at    when it happened
     */
    public record Said(String claim, String value, Instant at) {}

    /**
     * Lets the survivor stand for the duplicate and for what that stood for.
     *
     * @return the ids of those it stands for since; none if one of the two has changed or is not free any more
     */
    public Uni<List<UUID>> merge(TenantId tenant, Merge merge, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(MERGE, UUID.class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, merge.duplicate().id())
                        .setParameter(3, merge.duplicate().version())
                        .setParameter(4, merge.survivor().id())
                        .setParameter(5, merge.survivor().version())
                        .setParameter(6, merge.similarity())
                        .setParameter(7, now)
                        .getResultList());
    }

    /** Lets a memory stand for itself again, for good; false if it does. */
    public Uni<Boolean> release(TenantId tenant, UUID id) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(RELEASE, UUID.class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, id)
                        .getResultList())
                .map(apart -> !apart.isEmpty());
    }

    /** Notes that these versions were compared. */
    public Uni<Void> compared(TenantId tenant, List<Memory> memories) {
        Map<Integer, List<UUID>> byVersion = memories.stream()
                .collect(Collectors.groupingBy(Memory::version, Collectors.mapping(Memory::id, Collectors.toList())));
        return Multi.createFrom()
                .iterable(byVersion.entrySet())
                .onItem()
                .transformToUniAndConcatenate(entry -> compared(tenant, entry.getKey(), entry.getValue()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Uni<Integer> compared(TenantId tenant, int version, List<UUID> ids) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(COMPARED)
                        .setParameter(1, tenant.value())
                        .setParameter(2, version)
                        .setParameter(3, ids)
                        .executeUpdate());
    }

    /** Those a memory stands for, first stored first. */
    public Uni<List<Merged>> mergedInto(TenantId tenant, UUID survivor, @Nullable UUID after, int limit) {
        return rows.find(
                        "tenant = ?1 and mergedInto = ?2 and id > ?3 order by id",
                        tenant.value(),
                        survivor,
                        after == null ? BEFORE_ALL : after)
                .range(0, limit - 1)
                .list()
                .map(found -> found.stream().map(MemoryEntity::toMerged).toList());
    }

    /** Deletes those a memory stands for; answers what they were. */
    public Uni<List<Memory>> deleteMergedInto(TenantId tenant, UUID survivor) {
        return rows.list("tenant = ?1 and mergedInto = ?2", tenant.value(), survivor)
                .map(found -> found.stream().map(MemoryEntity::toMemory).toList())
                .call(found -> found.isEmpty()
                        ? Uni.createFrom().item(0L)
                        : rows.delete("tenant = ?1 and mergedInto = ?2", tenant.value(), survivor));
    }
}
