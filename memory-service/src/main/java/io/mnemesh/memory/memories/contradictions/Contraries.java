package io.mnemesh.memory.memories.contradictions;

import io.mnemesh.memory.consolidation.wording.Opposition;
import io.mnemesh.memory.index.IndexService;
import io.mnemesh.memory.index.Neighbour;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.MemoryService;
import io.mnemesh.memory.memories.persistence.ContraryRepository;
import io.mnemesh.memory.memories.persistence.MergeRepository.Vectored;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Memories of which one denies what the other says in the same words, found among those that are most similar. What is in
 * a slot or superseded is left out: of that it is decided what holds.
 */
@ApplicationScoped
public class Contraries {

    private static final int NEAREST = 8;
    private static final double LEAST_SIMILAR = 0.5;

    /** Characters; what is longer is hardly ever said again word for word. */
    private static final int LONGEST = 500;

    private final IndexService index;
    private final MemoryService memories;
    private final TenantSessions sessions;
    private final ContraryRepository repository;

    Contraries(IndexService index, MemoryService memories, TenantSessions sessions, ContraryRepository repository) {
        this.index = index;
        this.memories = memories;
        this.sessions = sessions;
        this.repository = repository;
    }

    /** Those of a memory, most similar first. */
    public Uni<List<Contrary>> of(TenantId tenant, Vectored node) {
        if (!undecided(node.memory()) || node.memory().content().length() > LONGEST) {
            return Uni.createFrom().item(List.of());
        }
        return index.nearest(tenant, node.generation(), node.vector(), MemoryFilter.ALL, NEAREST + 1)
                .chain(near -> memories.byIds(
                                tenant, near.stream().map(Neighbour::id).toList())
                        .map(record -> contraries(node.memory(), near, record)));
    }

    /** Notes what was found of these memories in place of what was found of them before. */
    public Uni<Void> note(TenantId tenant, List<Memory> searched, List<Contrary> found) {
        return searched.isEmpty()
                ? Uni.createFrom().voidItem()
                : sessions.inTenant(tenant, transaction -> repository.replace(tenant, searched, found));
    }

    private static List<Contrary> contraries(Memory node, List<Neighbour> near, Map<UUID, Memory> record) {
        return near.stream()
                .filter(one -> one.similarity() >= LEAST_SIMILAR)
                .flatMap(one -> Stream.ofNullable(record.get(one.id()))
                        .filter(other -> undecided(other) && Opposition.opposite(node.content(), other.content()))
                        .map(other -> new Contrary(node, other, Math.min(1, one.similarity()))))
                .toList();
    }

    private static boolean undecided(Memory memory) {
        return memory.slot() == null && memory.supersededBy() == null;
    }
}
