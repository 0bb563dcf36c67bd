package io.mnemesh.memory.consolidation;

import io.mnemesh.memory.background.Pace;
import io.mnemesh.memory.index.IndexService;
import io.mnemesh.memory.index.Neighbour;
import io.mnemesh.memory.memories.ContextKey;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.Merges;
import io.mnemesh.memory.memories.contradictions.Contraries;
import io.mnemesh.memory.memories.contradictions.Contrary;
import io.mnemesh.memory.memories.persistence.MergeRepository.Vectored;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds memories that say the same and merges them, and in the background notes those that deny what others say. Candidates are the nearest by vector; whether they say the same is
 * decided by {@link Pairs}; what the index knows that the record does not any more is left out.
 */
@ApplicationScoped
public class Consolidator {

    /** Memories compared in one step. */
    static final int PAGE = 100;

    private static final int NEIGHBOURS = 12;

    /** Cosine of vectors that are the same but for rounding. */
    private static final double EQUAL = 0.9999;

    private final IndexService index;
    private final Merges merges;
    private final Contraries contraries;
    private final Pace pace;
    private final ConsolidationConfig config;

    Consolidator(IndexService index, Merges merges, Contraries contraries, Pace pace, ConsolidationConfig config) {
        this.index = index;
        this.merges = merges;
        this.contraries = contraries;
        this.pace = pace;
        this.config = config;
    }

    /** Compares the memories after this one with all others, and merges what says the same unless it is a preview. */
    public Uni<Consolidation> page(TenantId tenant, @Nullable UUID after, int limit, boolean preview) {
        return merges.after(tenant, after, limit)
                .chain(page -> plan(tenant, page, this::near).chain(planned -> {
                    UUID next =
                            page.size() < limit ? null : page.getLast().memory().id();
                    return preview
                            ? Uni.createFrom()
                                    .item(Consolidation.of(
                                            true, page.size(), planned.plan().merges(), next))
                            : merges.apply(tenant, planned.plan().merges(), planned.finished())
                                    .map(done -> Consolidation.of(false, page.size(), done, next));
                }));
    }

    /** Compares some of the memories that were not compared yet, at the pace of the background. */
    Uni<Step> step(TenantId tenant) {
        return pace.paced(() -> merges.uncompared(tenant, PAGE))
                .chain(page -> page.isEmpty()
                        ? Uni.createFrom().item(new Step(0, 0))
                        : plan(tenant, page, (owner, one) -> pace.paced(() -> near(owner, one)))
                                .call(planned -> noteContraries(tenant, page, planned.finished()))
                                .chain(planned -> pace.paced(() -> merges.apply(
                                                tenant, planned.plan().merges(), planned.finished()))
                                        .map(done -> new Step(
                                                page.size(),
                                                done.size() + planned.finished().size()))));
    }

    /** Before they are marked as done: noting it twice does no harm. */
    private Uni<Void> noteContraries(TenantId tenant, List<Vectored> page, List<Memory> finished) {
        Set<UUID> ids = finished.stream().map(Memory::id).collect(Collectors.toSet());
        return Multi.createFrom()
                .iterable(page)
                .filter(one -> ids.contains(one.memory().id()))
                .onItem()
                .transformToUniAndConcatenate(one -> pace.paced(() -> contraries.of(tenant, one)))
                .collect()
                .in(ArrayList<Contrary>::new, List::addAll)
                .chain(found -> pace.paced(() -> contraries.note(tenant, finished, found)));
    }

    /**
     * What a step came to.
     *
     * @param found memories that were not compared yet
     * @param done  those it is done with
     */
    record Step(int found, int done) {}

    private Uni<Planned> plan(TenantId tenant, List<Vectored> page, BiFunction<TenantId, Vectored, Uni<Near>> nearest) {
        return Multi.createFrom()
                .iterable(page)
                .onItem()
                .transformToUniAndConcatenate(one -> nearest.apply(tenant, one))
                .collect()
                .asList()
                .chain(near -> merges.record(tenant, ids(near)).map(record -> plan(near, record)));
    }

    private Uni<Near> near(TenantId tenant, Vectored one) {
        return Pairs.mergeable(one.memory().type())
                ? index.nearest(tenant, one.generation(), one.vector(), like(one.memory()), NEIGHBOURS)
                        .map(found -> near(one.memory(), found))
                : Uni.createFrom().item(new Near(one.memory(), List.of(), true, false));
    }

    /** What is known of the memory and shared by all it can be merged with. */
    private static MemoryFilter like(Memory memory) {
        Map<ContextKey, String> shared = new EnumMap<>(ContextKey.class);
        for (ContextKey key : ContextKey.values()) {
            String value = key.in(memory.context());
            if (value != null && key != ContextKey.SESSION && key != ContextKey.CONVERSATION) {
                shared.put(key, value);
            }
        }
        return new MemoryFilter(Set.of(memory.type()), shared, Set.of(), Map.of(), null, null);
    }

    private Near near(Memory memory, List<Neighbour> found) {
        boolean indexed = found.stream().anyMatch(one -> one.id().equals(memory.id()))
                || (found.size() == NEIGHBOURS && found.getLast().similarity() >= EQUAL);
        return new Near(
                memory,
                found.stream()
                        .filter(one -> one.similarity() >= config.similarity()
                                && !one.id().equals(memory.id()))
                        .toList(),
                indexed,
                found.size() == NEIGHBOURS && found.getLast().similarity() >= config.similarity());
    }

    private static Set<UUID> ids(List<Near> near) {
        var ids = new LinkedHashSet<UUID>();
        for (Near one : near) {
            if (!one.neighbours().isEmpty()) {
                ids.add(one.memory().id());
                one.neighbours().forEach(neighbour -> ids.add(neighbour.id()));
            }
        }
        return ids;
    }

    private static Planned plan(List<Near> near, Merges.Compared record) {
        Map<UUID, Memory> known = record.memories().stream().collect(Collectors.toMap(Memory::id, Function.identity()));
        var plan = new MergePlan(known, record.keptApart(), new Statements(record.said()));
        near.forEach(one -> plan.compare(one.memory().id(), one.neighbours()));
        return new Planned(
                plan,
                near.stream()
                        .filter(one ->
                                one.indexed() && !plan.concerns(one.memory().id()) && !mayHide(one, known))
                        .map(Near::memory)
                        .toList());
    }

    /** Where the index still has what was merged or deleted among as many neighbours as it is asked for, others may be behind. */
    private static boolean mayHide(Near one, Map<UUID, Memory> known) {
        return one.crowded()
                && one.neighbours().stream().anyMatch(neighbour -> {
                    Memory memory = known.get(neighbour.id());
                    return memory == null || memory.mergedInto() != null;
                });
    }

    /**
     * A memory with others that are near.
     *
     * @param indexed true if the index knows the memory, and so those stored before it
     * @param crowded true if there may be more of them
     */
    private record Near(Memory memory, List<Neighbour> neighbours, boolean indexed, boolean crowded) {}

    /**
     * What is to be done.
     *
     * @param finished memories that need not be compared again
     */
    private record Planned(MergePlan plan, List<Memory> finished) {}
}
