package io.mnemesh.memory.relations;

import io.mnemesh.memory.clusters.Clusters;
import io.mnemesh.memory.index.IndexHits;
import io.mnemesh.memory.index.IndexQuery;
import io.mnemesh.memory.index.IndexService;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.MemoryService;
import io.mnemesh.memory.memories.persistence.MergeRepository.Vectored;
import io.mnemesh.memory.memories.persistence.RelationRepository;
import io.mnemesh.memory.memories.persistence.RelationRepository.Pair;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The graph of memories: what follows what, what caused and superseded what from the record, what is like what and names
 * the same from the index, what contradicts what from both. There are no stored edges, so it is as new as both of them.
 */
@ApplicationScoped
public class Relations {

    /** Memories of one level whose relations are followed. */
    private static final int FRONTIER = 12;

    private static final int SIMILAR = 8;
    private static final double LEAST_SIMILAR = 0.5;

    private static final int NAMED = 12;
    private static final int MOST_NAMES = 8;
    private static final double NAMED_WEIGHT = 0.8;
    private static final double FOLLOWS_WEIGHT = 0.8;

    private final TenantSessions sessions;
    private final RelationRepository repository;
    private final MemoryService memories;
    private final IndexService index;
    private final Clusters clusters;
    private final ContraryRelations contraries;

    Relations(
            TenantSessions sessions,
            RelationRepository repository,
            MemoryService memories,
            IndexService index,
            Clusters clusters,
            ContraryRelations contraries) {
        this.sessions = sessions;
        this.repository = repository;
        this.memories = memories;
        this.index = index;
        this.clusters = clusters;
        this.contraries = contraries;
    }

    /**
     * What a memory hangs together with; {@code not-found} if there is no such memory.
     *
     * @param kinds relations that are followed
     * @param depth most steps
     */
    public Uni<RelatedMemories> of(TenantId tenant, UUID id, Set<RelationKind> kinds, int depth, int limit) {
        var walk = new Walk(id);
        return memories.get(tenant, id)
                .chain(start -> steps(tenant, walk, kinds, depth))
                .chain(() -> answer(tenant, id, walk.found(limit)));
    }

    private Uni<Void> steps(TenantId tenant, Walk walk, Set<RelationKind> kinds, int depth) {
        List<UUID> frontier = walk.frontier(FRONTIER);
        if (depth == 0 || frontier.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return relations(tenant, frontier, kinds).invoke(walk::step).chain(() -> steps(tenant, walk, kinds, depth - 1));
    }

    private Uni<RelatedMemories> answer(TenantId tenant, UUID start, List<Walk.Found> found) {
        List<UUID> ids = found.stream().map(Walk.Found::id).toList();
        return memories.byIds(tenant, ids)
                .chain(record -> clusters.of(
                                tenant,
                                Stream.concat(Stream.of(start), ids.stream()).toList())
                        .map(clustered -> new RelatedMemories(
                                clustered.get(start),
                                found.stream()
                                        .filter(one -> shown(record.get(one.id())))
                                        .map(one -> new RelatedMemories.Item(
                                                Objects.requireNonNull(record.get(one.id())),
                                                one.distance(),
                                                one.weight(),
                                                one.steps(),
                                                clustered.get(one.id())))
                                        .toList())));
    }

    /** What is gone or archived is left out. */
    private static boolean shown(@Nullable Memory memory) {
        return memory != null && !memory.lifecycle().archived();
    }

    private Uni<List<Relation>> relations(TenantId tenant, List<UUID> from, Set<RelationKind> kinds) {
        var relations = new ArrayList<Relation>();
        return fromRecord(tenant, from, kinds)
                .invoke(relations::addAll)
                .chain(() -> fromIndex(tenant, from, kinds))
                .invoke(relations::addAll)
                .chain(() -> kinds.contains(RelationKind.CONTRADICTS)
                        ? contraries.of(tenant, from)
                        : Uni.createFrom().item(List.<Relation>of()))
                .invoke(relations::addAll)
                .replaceWith(relations);
    }

    private Uni<List<Relation>> fromRecord(TenantId tenant, List<UUID> from, Set<RelationKind> kinds) {
        var relations = new ArrayList<Relation>();
        return sessions.inTenant(
                tenant,
                transaction -> repository
                        .superseded(tenant, from)
                        .invoke(pairs -> add(
                                relations, pairs, from, kinds, RelationKind.SUPERSEDES, RelationKind.SUPERSEDED_BY, 1))
                        .chain(() -> repository.caused(tenant, from))
                        .invoke(pairs ->
                                add(relations, pairs, from, kinds, RelationKind.CAUSED_BY, RelationKind.CAUSES, 1))
                        .chain(() -> repository.next(tenant, from))
                        .invoke(pairs -> add(
                                relations,
                                pairs,
                                from,
                                kinds,
                                RelationKind.FOLLOWS,
                                RelationKind.FOLLOWED_BY,
                                FOLLOWS_WEIGHT))
                        .chain(() -> repository.last(tenant, from))
                        .invoke(pairs -> add(
                                relations,
                                pairs,
                                from,
                                kinds,
                                RelationKind.FOLLOWS,
                                RelationKind.FOLLOWED_BY,
                                FOLLOWS_WEIGHT))
                        .replaceWith(relations));
    }

    /** @param forth what the one of a pair is to the other */
    private static void add(
            List<Relation> relations,
            List<Pair> pairs,
            List<UUID> from,
            Set<RelationKind> kinds,
            RelationKind forth,
            RelationKind back,
            double weight) {
        for (Pair pair : pairs) {
            if (kinds.contains(forth) && from.contains(pair.one())) {
                relations.add(new Relation(pair.one(), pair.other(), forth, weight));
            }
            if (kinds.contains(back) && from.contains(pair.other())) {
                relations.add(new Relation(pair.other(), pair.one(), back, weight));
            }
        }
    }

    private Uni<List<Relation>> fromIndex(TenantId tenant, List<UUID> from, Set<RelationKind> kinds) {
        Uni<List<Relation>> similar = kinds.contains(RelationKind.SIMILAR)
                ? sessions.inTenant(tenant, transaction -> repository.vectored(tenant, from))
                        .chain(nodes -> each(nodes, node -> similar(tenant, node)))
                : Uni.createFrom().item(List.of());
        return similar.chain(one -> kinds.contains(RelationKind.MENTIONS_SAME)
                ? memories.byIds(tenant, from)
                        .chain(nodes -> each(List.copyOf(nodes.values()), node -> named(tenant, node)))
                        .map(other -> both(one, other))
                : Uni.createFrom().item(one));
    }

    private static <T> Uni<List<Relation>> each(List<T> nodes, Function<T, Uni<List<Relation>>> relations) {
        return Multi.createFrom()
                .iterable(nodes)
                .onItem()
                .transformToUniAndConcatenate(relations::apply)
                .collect()
                .in(ArrayList<Relation>::new, List::addAll)
                .map(List::copyOf);
    }

    private static List<Relation> both(List<Relation> some, List<Relation> others) {
        var all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private Uni<List<Relation>> similar(TenantId tenant, Vectored node) {
        UUID from = node.memory().id();
        return index.nearest(tenant, node.generation(), node.vector(), MemoryFilter.ALL, SIMILAR + 1)
                .map(near -> near.stream()
                        .filter(one ->
                                one.similarity() >= LEAST_SIMILAR && !one.id().equals(from))
                        .map(one -> new Relation(from, one.id(), RelationKind.SIMILAR, Math.min(1, one.similarity())))
                        .toList());
    }

    /** Memories that have a name in common; the rarer the names, the heavier. */
    private Uni<List<Relation>> named(TenantId tenant, Memory node) {
        List<String> names = Names.in(node.content()).stream().limit(MOST_NAMES).toList();
        if (names.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        var query = new IndexQuery(tenant, String.join(" ", names), null, MemoryFilter.ALL, NAMED);
        return index.search(query)
                .chain(found -> memories.byIds(
                                tenant,
                                found.hits().stream().map(IndexHits.Hit::id).toList())
                        .map(record -> named(node, Set.copyOf(names), found, record)));
    }

    private static List<Relation> named(Memory node, Set<String> names, IndexHits found, Map<UUID, Memory> record) {
        return found.hits().stream()
                .filter(hit -> !hit.id().equals(node.id()))
                .filter(hit -> {
                    Memory other = record.get(hit.id());
                    return other != null && !Collections.disjoint(names, Names.in(other.content()));
                })
                .map(hit -> new Relation(
                        node.id(),
                        hit.id(),
                        RelationKind.MENTIONS_SAME,
                        NAMED_WEIGHT * Math.min(1, hit.lexicalScore())))
                .filter(relation -> relation.weight() > 0)
                .toList();
    }
}
