package io.mnemesh.memory.relations;

import io.mnemesh.memory.memories.contradictions.Contraries;
import io.mnemesh.memory.memories.persistence.MergeRepository.Vectored;
import io.mnemesh.memory.memories.persistence.RelationRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Which memories contradict others: those that claim another value of the same by the rules, and of the most similar ones
 * those that deny the same words. What is in a slot or superseded is left out: of that it is decided what holds.
 */
@ApplicationScoped
class ContraryRelations {

    private static final double CLAIMED_WEIGHT = 1;

    private final TenantSessions sessions;
    private final RelationRepository repository;
    private final Contraries contraries;

    ContraryRelations(TenantSessions sessions, RelationRepository repository, Contraries contraries) {
        this.sessions = sessions;
        this.repository = repository;
        this.contraries = contraries;
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
        return contraries
                .of(tenant, node)
                .map(found -> found.stream()
                        .map(pair -> new Relation(
                                pair.one().id(), pair.other().id(), RelationKind.CONTRADICTS, pair.similarity()))
                        .toList());
    }
}
