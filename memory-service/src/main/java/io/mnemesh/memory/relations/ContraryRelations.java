package io.mnemesh.memory.relations;

import io.mnemesh.memory.consolidation.wording.Opposition;
import io.mnemesh.memory.index.IndexService;
import io.mnemesh.memory.index.Neighbour;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.MemoryService;
import io.mnemesh.memory.memories.persistence.MergeRepository.Vectored;
import io.mnemesh.memory.memories.persistence.RelationRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Which memories contradict others: those that claim another value of the same by the rules, and of the most similar ones
 * those that deny the same words. What is in a slot or superseded is left out: of that it is decided what holds.
 */
@ApplicationScoped
class ContraryRelations {

    private static final int NEAREST = 8;
    private static final double LEAST_SIMILAR = 0.5;
    private static final double CLAIMED_WEIGHT = 1;

    private final TenantSessions sessions;
    private final RelationRepository repository;
    private final MemoryService memories;
    private final IndexService index;

    ContraryRelations(
            TenantSessions sessions, RelationRepository repository, MemoryService memories, IndexService index) {
        this.sessions = sessions;
        this.repository = repository;
        this.memories = memories;
        this.index = index;
    }

    /** Relations of kind contradicts that lead on from these. */
    Uni<List<Relation>> of(TenantId tenant, List<UUID> from) {
        var relations = new ArrayList<Relation>();
        return sessions.inTenant(
                        tenant,
                        transaction -> repository
                                .claimedOtherwise(tenant, from)
                                .invoke(pairs -> pairs.forEach(pair -> relations.add(new Relation(
                                        pair.one(), pair.other(), RelationKind.CONTRADICTS, CLAIMED_WEIGHT))))
                                .chain(() -> repository.vectored(tenant, from)))
                .chain(nodes -> Multi.createFrom()
                        .iterable(nodes)
                        .onItem()
                        .transformToUniAndConcatenate(node -> denied(tenant, node))
                        .collect()
                        .in(() -> relations, List::addAll))
                .map(List::copyOf);
    }

    private Uni<List<Relation>> denied(TenantId tenant, Vectored node) {
        if (!undecided(node.memory())) {
            return Uni.createFrom().item(List.of());
        }
        return index.nearest(tenant, node.generation(), node.vector(), MemoryFilter.ALL, NEAREST + 1)
                .chain(near -> memories.byIds(
                                tenant, near.stream().map(Neighbour::id).toList())
                        .map(record -> denied(node.memory(), near, record)));
    }

    private static List<Relation> denied(Memory node, List<Neighbour> near, Map<UUID, Memory> record) {
        return near.stream()
                .filter(one -> one.similarity() >= LEAST_SIMILAR)
                .filter(one -> {
                    Memory other = record.get(one.id());
                    return other != null && undecided(other) && Opposition.opposite(node.content(), other.content());
                })
                .map(one -> new Relation(node.id(), one.id(), RelationKind.CONTRADICTS, Math.min(1, one.similarity())))
                .toList();
    }

    private static boolean undecided(Memory memory) {
        return memory.slot() == null && memory.supersededBy() == null;
    }
}
