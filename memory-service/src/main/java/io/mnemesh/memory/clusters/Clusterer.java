package io.mnemesh.memory.clusters;

import io.mnemesh.memory.background.Pace;
import io.mnemesh.memory.clusters.grouping.Regrouping;
import io.mnemesh.memory.clusters.persistence.ClusterRepository;
import io.mnemesh.memory.clusters.persistence.ClusterRepository.Place;
import io.mnemesh.memory.consolidation.ConsolidationConfig;
import io.mnemesh.memory.index.Generation;
import io.mnemesh.memory.index.IndexService;
import io.mnemesh.memory.index.Neighbour;
import io.mnemesh.memory.index.ServingGeneration;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.persistence.MergeRepository.Vectored;
import io.mnemesh.memory.memories.persistence.RelationRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.Statements;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One step of clustering: some memories that wait are placed near what the index finds near them, and some clusters that
 * lost members or grew much are counted and looked through. A step is one transaction with the events that tell of it, and
 * as small as its page: what it reads does not grow with the number of memories, but for counting a large cluster anew.
 */
@ApplicationScoped
class Clusterer {

    /** Memories placed in one step. */
    static final int PAGE = 32;

    private static final int NEIGHBOURS = 8;

    /** Clusters counted and looked through in one step. */
    private static final int COUNTED = 8;

    private final TenantSessions sessions;
    private final ClusterRepository repository;
    private final RelationRepository vectors;
    private final IndexService index;
    private final Pace pace;
    private final ClusterNames names;
    private final ClusterEvents events;
    private final Outbox outbox;
    private final Ids ids;
    private final ClusterConfig config;
    private final ConsolidationConfig consolidation;
    private final ServingGeneration serving;

    Clusterer(
            TenantSessions sessions,
            ClusterRepository repository,
            RelationRepository vectors,
            IndexService index,
            Pace pace,
            ClusterNames names,
            ClusterEvents events,
            Outbox outbox,
            Ids ids,
            ClusterConfig config,
            ConsolidationConfig consolidation,
            ServingGeneration serving) {
        this.sessions = sessions;
        this.repository = repository;
        this.vectors = vectors;
        this.index = index;
        this.pace = pace;
        this.names = names;
        this.events = events;
        this.outbox = outbox;
        this.ids = ids;
        this.config = config;
        this.consolidation = consolidation;
        this.serving = serving;
    }

    /**
     * What a step came to.
     *
     * @param last where to go on
     * @param more true if there may be more to do at once
     * @param left true if something has to be done later
     */
    record Step(@Nullable UUID last, boolean more, boolean left) {}

    /**
     * Places memories after this one.
     *
     * @param placing false to follow losses only
     */
    Uni<Step> step(TenantId tenant, boolean placing, @Nullable UUID after) {
        Generation generation = serving.now();
        return pace.paced(() -> sessions.inTenant(tenant, transaction -> work(tenant, generation, placing, after)))
                .chain(work -> work.nothing()
                        ? Uni.createFrom().item(new Step(null, false, false))
                        : near(tenant, work.waiting())
                                .chain(arrivals -> pace.paced(() -> sessions.inTenant(
                                                tenant,
                                                transaction -> repository
                                                        .lock(tenant)
                                                        .chain(mine -> mine
                                                                ? apply(transaction, tenant, generation, arrivals)
                                                                : Uni.createFrom()
                                                                        .item(false))))
                                        .invoke(outbox::wake)
                                        .map(done -> new Step(
                                                work.last(),
                                                done && (work.ids() == PAGE || work.changed()),
                                                !done || arrivals.size() < work.ids()))));
    }

    private Uni<Work> work(TenantId tenant, Generation generation, boolean placing, @Nullable UUID after) {
        Uni<List<UUID>> wait = placing
                ? repository.waiting(tenant, consolidation.background(), after, PAGE)
                : Uni.createFrom().item(List.of());
        return wait.chain(waiting -> repository
                .changed(tenant, 1)
                .chain(changed -> vectors.vectored(tenant, waiting, generation)
                        .map(found -> new Work(
                                waiting.size(),
                                found,
                                waiting.isEmpty() ? after : waiting.getLast(),
                                !changed.isEmpty()))));
    }

    private Uni<List<Arrival>> near(TenantId tenant, List<Vectored> waiting) {
        return Multi.createFrom()
                .iterable(waiting)
                .onItem()
                .transformToUniAndConcatenate(one -> pace.paced(() ->
                                index.nearest(tenant, one.generation(), one.vector(), MemoryFilter.ALL, NEIGHBOURS + 1))
                        .map(found -> new Arrival(one, near(one, found), indexed(one, found))))
                .filter(Arrival::indexed)
                .collect()
                .asList();
    }

    private List<UUID> near(Vectored one, List<Neighbour> found) {
        return found.stream()
                .filter(neighbour -> neighbour.similarity() >= config.similarity()
                        && !neighbour.id().equals(one.memory().id()))
                .map(Neighbour::id)
                .toList();
    }

    /** True if the index knows it, and so those stored before it, or knows as many that are the same. */
    private static boolean indexed(Vectored one, List<Neighbour> found) {
        return found.size() > NEIGHBOURS
                || found.stream()
                        .anyMatch(
                                neighbour -> neighbour.id().equals(one.memory().id()));
    }

    private Uni<Boolean> apply(Statements transaction, TenantId tenant, Generation generation, List<Arrival> arrivals) {
        Set<UUID> near = arrivals.stream()
                .flatMap(arrival -> arrival.near().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return still(tenant, arrivals)
                .chain(waiting -> repository
                        .changed(tenant, COUNTED)
                        .call(changed -> repository.unchanged(tenant, changed))
                        .chain(changed -> repository
                                .placed(tenant, near)
                                .chain(placed -> scene(tenant, generation, waiting, changed, placed))))
                .chain(scene -> write(transaction, tenant, scene, scene.regroup(config.similarity(), ids::next)))
                .replaceWith(true);
    }

    /** Those that still wait in the version whose vector is at hand. */
    private Uni<List<Arrival>> still(TenantId tenant, List<Arrival> arrivals) {
        return repository
                .stillWaiting(
                        tenant,
                        arrivals.stream().map(arrival -> arrival.memory().id()).toList())
                .map(versions -> arrivals.stream()
                        .filter(arrival -> Integer.valueOf(arrival.memory().version())
                                .equals(versions.get(arrival.memory().id())))
                        .sorted(Comparator.comparing(arrival -> arrival.memory().id()))
                        .toList());
    }

    private Uni<Scene> scene(
            TenantId tenant, Generation generation, List<Arrival> arrivals, List<UUID> changed, List<Place> placed) {
        Set<UUID> wanted = new LinkedHashSet<>(changed);
        placed.stream().map(Place::cluster).filter(cluster -> cluster != null).forEach(wanted::add);
        var scene = new Scene(generation, arrivals, placed);
        return repository
                .byIds(tenant, wanted)
                .invoke(scene::clusters)
                .chain(() -> each(
                        changed,
                        cluster -> scene.knows(cluster)
                                ? Uni.createFrom().voidItem()
                                : repository.placeAnew(tenant, cluster)))
                .chain(() -> each(scene.toCount(changed), cluster -> count(tenant, generation, scene, cluster, null)))
                .chain(() -> vectors.vectors(
                        tenant, placed.stream().map(Place::memory).toList(), generation))
                .invoke(scene::vectors)
                .replaceWith(scene);
    }

    /** Counts a cluster anew, page after page. */
    private Uni<Void> count(TenantId tenant, Generation generation, Scene scene, UUID cluster, @Nullable UUID after) {
        return repository
                .members(tenant, cluster, after, Scene.LOOKED_THROUGH)
                .chain(page -> vectors.vectors(tenant, page, generation)
                        .invoke(found -> scene.count(cluster, found))
                        .chain(() -> page.size() < Scene.LOOKED_THROUGH
                                ? Uni.createFrom().voidItem()
                                : count(tenant, generation, scene, cluster, page.getLast())));
    }

    private Uni<Void> write(Statements transaction, TenantId tenant, Scene scene, Regrouping result) {
        Map<@Nullable UUID, List<UUID>> byPlace = new HashMap<>();
        new TreeMap<>(result.placed())
                .forEach((memory, cluster) -> byPlace.computeIfAbsent(cluster, none -> new ArrayList<>())
                        .add(memory));
        return each(
                        result.joined().keySet(),
                        gone -> repository.join(tenant, gone, result.joined().get(gone)))
                .chain(() ->
                        each(byPlace.entrySet(), entry -> repository.place(tenant, entry.getKey(), entry.getValue())))
                .chain(() -> each(result.dissolved(), gone -> repository.join(tenant, gone, null)))
                .chain(() -> each(result.changed(), changed -> names.put(tenant, scene.next(changed))))
                .chain(() -> repository.waitNoMore(tenant, scene.arrived()))
                .chain(() -> outbox.append(transaction, events.of(tenant, result)));
    }

    private static <T> Uni<Void> each(Collection<T> all, Function<T, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(List.copyOf(all))
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /**
     * What there is to do.
     *
     * @param ids     memories that wait
     * @param waiting those of them that have a vector
     * @param last    the last of them
     * @param changed true if clusters lost members
     */
    private record Work(
            int ids, List<Vectored> waiting, @Nullable UUID last, boolean changed) {

        boolean nothing() {
            return ids == 0 && !changed;
        }
    }
}
