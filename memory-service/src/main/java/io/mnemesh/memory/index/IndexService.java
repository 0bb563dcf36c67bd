package io.mnemesh.memory.index;

import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.MemoryMetrics;
import io.mnemesh.memory.storage.Callers;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.stream.EventLog;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of this instance, from start to shutdown: the one that serves and, while the embedding model is being
 * changed, another one beside it.
 *
 * <p>Threads: plans are followed on worker threads, one after another. Questions take the serving index from one volatile
 * field, so that each is answered by one index as a whole; which one serves changes between two questions.
 */
@ApplicationScoped
public class IndexService {

    private static final MeshLog LOG = MeshLog.of(IndexService.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** How long an index that is not needed any more stays for the questions that began there. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    /** Indexes that are open at a time; another one waits until the one that is not needed any more is closed. */
    private static final int MOST = 2;

    /** Names of followers in metrics: each is one index's at a time. */
    private static final String FIRST = "memory-index";

    private static final String SECOND = "memory-index-beside";

    private final IndexEngines engines;
    private final EventLog log;
    private final SnapshotSource record;
    private final ServingGeneration generation;
    private final Clock clock;
    private final Map<String, ServingIndex> running = new ConcurrentHashMap<>();
    private final Map<String, Instant> needless = new HashMap<>();
    private final AtomicLong looks = new AtomicLong();
    private volatile @Nullable ServingIndex serving;
    private volatile @Nullable IndexPlan plan;
    private volatile boolean tidy;
    private long followed;
    private boolean stopped;

    IndexService(
            IndexEngines engines,
            EventLog log,
            SnapshotSource record,
            ServingGeneration generation,
            MemoryMetrics metrics,
            Clock clock) {
        this.engines = engines;
        this.log = log;
        this.record = record;
        this.generation = generation;
        this.clock = clock;
        metrics.watchIndex(this::backlog, () -> statistics().documents());
    }

    /**
     * Looks what the plan is and follows it: opens what it names and is not open, lets the index serve that shall once it
     * has caught up, and removes what it does not name any more. Until then everything stays as it is, so that no question
     * meets an index that is not complete. Completes on the caller's Vert.x context.
     */
    public Uni<Void> follow(IndexPlans plans) {
        return Uni.createFrom().deferred(() -> {
            long look = looks.incrementAndGet();
            return Callers.back(plans.current()
                    .emitOn(Infrastructure.getDefaultWorkerPool())
                    .invoke(wanted -> follow(look, wanted))
                    .replaceWithVoid());
        });
    }

    /** Nothing is followed that was looked at before what was followed last. Blocks while an index is removed. */
    private synchronized void follow(long look, IndexPlan wanted) {
        if (stopped || look < followed) {
            return;
        }
        followed = look;
        wanted.builds().forEach(this::keep);
        serve(wanted.serving());
        plan = wanted;
        close(wanted);
        tidy();
    }

    private void keep(Generation wanted) {
        ServingIndex there = running.get(wanted.name());
        if (there != null) {
            there.become(wanted);
            return;
        }
        if (running.size() == MOST) {
            return;
        }
        boolean beside =
                running.values().stream().anyMatch(one -> one.follower().name().equals(FIRST));
        var opened = new ServingIndex(
                wanted,
                engines.of(wanted),
                (index, of) -> new IndexFollower(beside ? SECOND : FIRST, index, log, record, of));
        running.put(wanted.name(), opened);
        opened.follower()
                .start()
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warn("The memory index is closed")
                                .cause(failure)
                                .log());
    }

    private void serve(Generation wanted) {
        ServingIndex next = running.get(wanted.name());
        ServingIndex now = serving;
        if (next == null || (now != null && now != next && !next.caughtUp(now))) {
            return;
        }
        generation.become(next.generation());
        serving = next;
        if (now != null && now != next) {
            LOG.info("The memory index serves by another model").log();
        }
    }

    /** What is not needed is closed when the questions that began there have had time to end. */
    private void close(IndexPlan wanted) {
        Set<String> needed = new HashSet<>();
        wanted.builds().forEach(build -> needed.add(build.name()));
        ServingIndex serves = serving;
        if (serves != null) {
            needed.add(serves.generation().name());
        }
        needless.keySet().removeAll(needed);
        Instant now = clock.instant();
        for (ServingIndex one : List.copyOf(running.values())) {
            String name = one.generation().name();
            if (!needed.contains(name)
                    && !needless.computeIfAbsent(name, first -> now)
                            .plus(LINGER)
                            .isAfter(now)) {
                running.remove(name);
                needless.remove(name);
                tidy = false;
                close(one);
            }
        }
    }

    private static void close(ServingIndex gone) {
        try {
            gone.follower().stop();
        } catch (IllegalStateException e) {
            LOG.debug("An index that is not needed any more was not closed as it should")
                    .cause(e)
                    .log();
        }
    }

    /** What is left of builds that are not open here is removed; what cannot be removed now is the next time. */
    private void tidy() {
        if (tidy) {
            return;
        }
        try {
            engines.removeAllBut(Set.copyOf(running.keySet()));
            tidy = true;
        } catch (RuntimeException e) {
            LOG.debug("An index that is not needed any more cannot be removed at present")
                    .cause(e)
                    .log();
        }
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        stopped = true;
        running.values().forEach(index -> index.follower().stop());
    }

    /** The index that answers questions. */
    public ServingIndex serving() {
        ServingIndex now = serving;
        if (now == null) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE, "The search index is being opened.", Map.of(), RETRY, null);
        }
        return now;
    }

    /** The plan that was last seen; null until the first one. */
    public @Nullable IndexPlan plan() {
        return plan;
    }

    /** True if this build is open here and has taken in as much as the one that serves. */
    public boolean caughtUp(Generation wanted) {
        ServingIndex there = running.get(wanted.name());
        ServingIndex serves = serving;
        return there != null && serves != null && there.caughtUp(serves);
    }

    public Uni<IndexHits> search(IndexQuery query) {
        return Uni.createFrom().deferred(() -> serving().search(query));
    }

    /**
     * The memories nearest to a vector among those meant, nearest first; none if the build it belongs to is not open any
     * more.
     *
     * @param of whose vector it is, so that vectors of two models are never compared
     */
    public Uni<List<Neighbour>> nearest(
            TenantId tenant, Generation of, float[] vector, MemoryFilter filter, int limit) {
        return Uni.createFrom().deferred(() -> {
            ServingIndex serves = serving();
            ServingIndex there = running.getOrDefault(of.name(), serves);
            return there.generation().name().equals(of.name())
                    ? there.nearest(tenant, vector, filter, limit)
                    : Uni.createFrom().item(List.<Neighbour>of());
        });
    }

    /** False while the engine the index is kept in does not answer. */
    public boolean available() {
        ServingIndex now = serving;
        return now != null && now.index().available();
    }

    /**
     * True if what is expunged now is gone for good: no rebuild could bring it back, and nothing is left of builds that are
     * not open.
     */
    public boolean expungeable() {
        return tidy
                && running.values().stream()
                        .map(one -> one.follower().state())
                        .allMatch(state -> state == IndexState.FOLLOWING || state == IndexState.WAITING);
    }

    /** Removes memories from all of this instance's indexes for good. */
    public Uni<Void> expunge(TenantId tenant, Collection<UUID> ids) {
        return Multi.createFrom()
                .iterable(List.copyOf(running.values()))
                .onItem()
                .transformToUniAndConcatenate(index -> index.expunge(tenant, ids))
                .collect()
                .last();
    }

    /** False while the index that serves is being built for the first time here. */
    public boolean complete() {
        ServingIndex now = serving;
        return now != null && now.complete();
    }

    public IndexState state() {
        ServingIndex now = serving;
        return now == null ? IndexState.OPENING : now.follower().state();
    }

    /** Events not taken in yet. */
    public long backlog() {
        ServingIndex now = serving;
        return now == null ? 0 : now.follower().backlog();
    }

    public IndexStatistics statistics() {
        ServingIndex now = serving;
        return now == null ? new IndexStatistics(0, 0) : now.index().statistics();
    }
}
