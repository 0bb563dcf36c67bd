package io.mnemesh.memory.memories.persistence;

import io.mnemesh.memory.index.Generation;
import io.mnemesh.memory.index.IndexedMemory;
import io.mnemesh.memory.index.ServingGeneration;
import io.mnemesh.memory.memories.persistence.MergeRepository.Vectored;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** How memories hang together in the record. Every method joins the running tenant transaction. */
@ApplicationScoped
public class RelationRepository {

    private static final String SUPERSEDED = "select supersededBy, id from MemoryEntity"
            + " where tenant = ?1 and supersededBy is not null and (id in ?2 or supersededBy in ?2)";

    private static final String NEXT_IN_CONVERSATION = """
            select later.id, memory.id from memory
            cross join lateral (
                select id from memory other
                where other.tenant = memory.tenant and other.conversation_id = memory.conversation_id
                    and (other.happened_at, other.id) > (memory.happened_at, memory.id)
                order by other.happened_at, other.id limit 1) later
            where memory.tenant = ?1 and memory.id in (?2) and memory.conversation_id is not null""";

    private static final String LAST_IN_CONVERSATION = """
            select memory.id, earlier.id from memory
            cross join lateral (
                select id from memory other
                where other.tenant = memory.tenant and other.conversation_id = memory.conversation_id
                    and (other.happened_at, other.id) < (memory.happened_at, memory.id)
                order by other.happened_at desc, other.id desc limit 1) earlier
            where memory.tenant = ?1 and memory.id in (?2) and memory.conversation_id is not null""";

    private static final String NEXT_IN_SESSION = """
            select later.id, memory.id from memory
            cross join lateral (
                select id from memory other
                where other.tenant = memory.tenant and other.session_id = memory.session_id
                    and other.conversation_id is null and other.id > memory.id
                order by other.id limit 1) later
            where memory.tenant = ?1 and memory.id in (?2) and memory.session_id is not null
                and memory.conversation_id is null""";

    private static final String LAST_IN_SESSION = """
            select memory.id, earlier.id from memory
            cross join lateral (
                select id from memory other
                where other.tenant = memory.tenant and other.session_id = memory.session_id
                    and other.conversation_id is null and other.id < memory.id
                order by other.id desc limit 1) earlier
            where memory.tenant = ?1 and memory.id in (?2) and memory.session_id is not null
                and memory.conversation_id is null""";

    private static final String CLAIMED_OTHERWISE = """
            select memory.id, other.id from memory
            join memory other on other.tenant = memory.tenant and other.claim = memory.claim
                and other.claim_value <> memory.claim_value
            where memory.tenant = ?1 and memory.id in (?2) and memory.slot_subject is null and other.slot_subject is null
                and memory.superseded_by is null and other.superseded_by is null and other.merged_into is null
            order by memory.id, other.happened_at desc, other.id desc limit ?3""";

    private static final String CAUSED = """
            select id, details ->> 'causedBy' from memory
            where tenant = ?1 and id in (?2) and details ->> 'causedBy' is not null
            union
            select id, details ->> 'causedBy' from memory
            where tenant = ?1 and details ->> 'causedBy' in (?3)""";

    /** Pairs of memories that claim different things which are looked at for one step. */
    private static final int MOST_CLAIMS = 200;

    private final Rows rows;
    private final ServingGeneration serving;

    RelationRepository(Rows rows, ServingGeneration serving) {
        this.rows = rows;
        this.serving = serving;
    }

    /**
     * Two memories.
     *
     * @param one   the one that supersedes, follows or was caused
     * @param other the one that is superseded, was before, or caused it
     */
    public record Pair(UUID one, UUID other) {}

    /** Pairs of which one supersedes the other and at least one is of these. */
    public Uni<List<Pair>> superseded(TenantId tenant, List<UUID> ids) {
        return Panache.getSession()
                .chain(session -> session.createQuery(SUPERSEDED, Object[].class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, ids)
                        .getResultList())
                .map(RelationRepository::pairs);
    }

    /** Each of these with what follows it in its conversation, or in its session where it is in none. */
    public Uni<List<Pair>> next(TenantId tenant, List<UUID> ids) {
        return pairs(NEXT_IN_CONVERSATION + " union all " + NEXT_IN_SESSION, tenant, ids);
    }

    /** Each of these with what it follows in its conversation, or in its session where it is in none. */
    public Uni<List<Pair>> last(TenantId tenant, List<UUID> ids) {
        return pairs(LAST_IN_CONVERSATION + " union all " + LAST_IN_SESSION, tenant, ids);
    }

    /** Pairs of which one names the other as its cause and at least one is of these. */
    public Uni<List<Pair>> caused(TenantId tenant, List<UUID> ids) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(CAUSED, Object[].class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, ids)
                        .setParameter(3, ids.stream().map(UUID::toString).toList())
                        .getResultList())
                .map(found -> found.stream()
                        .flatMap(pair -> id((String) pair[1]).map(cause -> new Pair((UUID) pair[0], cause)).stream())
                        .toList());
    }

    /** Each of these that claims something with those that claim another value of the same, undecided both; not endless. */
    public Uni<List<Pair>> claimedOtherwise(TenantId tenant, List<UUID> ids) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(CLAIMED_OTHERWISE, Object[].class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, ids)
                        .setParameter(3, MOST_CLAIMS)
                        .getResultList())
                .map(RelationRepository::pairs);
    }

    /** What is no id names no memory. */
    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Uni<List<Pair>> pairs(String sql, TenantId tenant, List<UUID> ids) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(sql, Object[].class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, ids)
                        .getResultList())
                .map(RelationRepository::pairs);
    }

    private static List<Pair> pairs(List<Object[]> found) {
        return found.stream()
                .map(pair -> new Pair((UUID) pair[0], (UUID) pair[1]))
                .toList();
    }

    /** The vectors of those of these that have one for this build of the index, in their order. */
    public Uni<Map<UUID, float[]>> vectors(TenantId tenant, Collection<UUID> ids, Generation generation) {
        return VectorRepository.of(tenant.value(), ids, generation).map(found -> {
            Map<UUID, float[]> vectors = new LinkedHashMap<>();
            for (UUID id : ids) {
                IndexedMemory.Embedding embedding = found.get(id);
                if (embedding != null) {
                    vectors.put(id, embedding.vector());
                }
            }
            return vectors;
        });
    }

    /** Those of these that have a vector for the index that serves, with it. */
    public Uni<List<Vectored>> vectored(TenantId tenant, List<UUID> ids) {
        return vectored(tenant, ids, serving.now());
    }

    /** Those of these that have a vector for this build of the index, with it. */
    public Uni<List<Vectored>> vectored(TenantId tenant, List<UUID> ids, Generation generation) {
        return ids.isEmpty()
                ? Uni.createFrom().item(List.of())
                : rows.list("tenant = ?1 and id in ?2", tenant.value(), ids)
                        .chain(found -> MergeRepository.vectored(found, generation));
    }
}
