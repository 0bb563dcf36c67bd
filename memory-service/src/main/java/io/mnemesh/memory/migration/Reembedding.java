package io.mnemesh.memory.migration;

import io.mnemesh.memory.background.BestEffort;
import io.mnemesh.memory.background.Pace;
import io.mnemesh.memory.background.Worker;
import io.mnemesh.memory.embedding.BesideVectors;
import io.mnemesh.memory.embedding.EmbeddingConfig;
import io.mnemesh.memory.index.Generation;
import io.mnemesh.memory.index.IndexPlan;
import io.mnemesh.memory.index.IndexService;
import io.mnemesh.memory.migration.persistence.MigrationRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Embeds in the background what has no vector of the other model yet, a page at a time in the lane bulk and at the pace of the
 * background. Vectors that were stored are not computed again, so any instance goes on where another one stopped.
 *
 * <p>A pass that finds less than a page makes the migration ready: what comes later is embedded by both models when it is
 * stored. Passes go on now and then while a migration is open, for what failed then.
 */
@ApplicationScoped
class Reembedding {

    private static final MeshLog LOG = MeshLog.of(Reembedding.class);

    /** How much longer than a page may take the work is a worker's. */
    private static final Duration SPARE = Duration.ofSeconds(10);

    private final UUID worker;
    private final Migrations migrations;
    private final MigrationRepository repository;
    private final MemoryWalk walk;
    private final TenantSessions sessions;
    private final BesideVectors vectors;
    private final EmbeddingConfig config;
    private final Duration pause;
    private final IndexService index;
    private final Pace pace;
    private final Clock clock;
    private volatile Instant nextPass = Instant.EPOCH;

    Reembedding(
            Worker worker,
            Migrations migrations,
            MigrationRepository repository,
            MemoryWalk walk,
            TenantSessions sessions,
            BesideVectors vectors,
            EmbeddingConfig config,
            MigrationConfig migrationConfig,
            IndexService index,
            Pace pace,
            Clock clock) {
        this.worker = worker.id();
        this.migrations = migrations;
        this.repository = repository;
        this.walk = walk;
        this.sessions = sessions;
        this.vectors = vectors;
        this.config = config;
        this.pause = migrationConfig.validated().pause();
        this.index = index;
        this.pace = pace;
        this.clock = clock;
    }

    /** Never fails; what fails is tried again at the next tick. */
    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        IndexPlan plan = index.plan();
        if (plan == null || plan.beside() == null) {
            return Uni.createFrom().voidItem();
        }
        return migrations
                .all()
                .chain(latestFirst ->
                        latestFirst.isEmpty() ? Uni.createFrom().voidItem() : work(latestFirst.getFirst()))
                .plug(BestEffort.of(LOG, "Memories cannot be embedded anew at present"));
    }

    private Uni<Void> work(Migration migration) {
        Instant now = clock.instant();
        boolean due = migration.state() == MigrationState.EMBEDDING ? migration.known(now) : !nextPass.isAfter(now);
        return migration.state().open() && due
                ? sessions.inSystem(transaction -> repository.take(migration.id(), worker, now, until()))
                        .chain(mine -> mine ? pass(migration) : Uni.createFrom().voidItem())
                : Uni.createFrom().voidItem();
    }

    private Instant until() {
        return clock.instant().plus(config.deadline()).plus(SPARE);
    }

    private Uni<Void> pass(Migration migration) {
        Uni<Void> done =
                switch (migration.state()) {
                    case EMBEDDING ->
                        count(migration)
                                .chain(() -> embed(migration, migration.to()))
                                .chain(found -> found < BesideVectors.PAGE
                                        ? migrations.ready(migration.id()).replaceWithVoid()
                                        : Uni.createFrom().voidItem());
                    case READY -> embed(migration, migration.to()).replaceWithVoid();
                    case SERVING, ROLLED_BACK ->
                        embed(migration, migration.to())
                                .chain(() -> embed(migration, migration.from()))
                                .replaceWithVoid();
                    case FINISHED, CANCELLED -> Uni.createFrom().voidItem();
                };
        return done.onTermination().invoke(() -> nextPass = clock.instant().plus(pause));
    }

    private Uni<Void> count(Migration migration) {
        var pass = new Pass(migration, migration.to(), new AtomicBoolean());
        return walk.over(
                        pass.model(),
                        (tenant, window) -> advance(pass, 0)
                                .replaceWith((long) window.missing().size()))
                .chain(count -> sessions.inSystem(transaction -> repository.remaining(migration.id(), count)));
    }

    /** @return how many had no vector */
    private Uni<Long> embed(Migration migration, Generation generation) {
        var pass = new Pass(migration, generation, new AtomicBoolean());
        return walk.over(pass.model(), (tenant, window) -> embed(pass, tenant, window.missing()));
    }

    /**
     * What is embedded.
     *
     * @param over true once the work goes on without this worker
     */
    private record Pass(Migration migration, Generation generation, AtomicBoolean over) {

        String model() {
            return String.valueOf(generation.model());
        }

        /** Until it is ready no index of it is open, and each is built from the record. */
        boolean told() {
            return migration.state() != MigrationState.EMBEDDING;
        }
    }

    private Uni<Long> embed(Pass pass, TenantId tenant, List<UUID> missing) {
        if (missing.isEmpty()) {
            return advance(pass, 0).replaceWith(0L);
        }
        return Multi.createFrom()
                .iterable(pages(missing))
                .onItem()
                .transformToUniAndConcatenate(page -> page(pass, tenant, page))
                .collect()
                .with(Collectors.summingLong(Integer::longValue));
    }

    private static List<List<UUID>> pages(List<UUID> ids) {
        return IntStream.iterate(0, start -> start < ids.size(), start -> start + BesideVectors.PAGE)
                .mapToObj(start -> ids.subList(start, Math.min(start + BesideVectors.PAGE, ids.size())))
                .toList();
    }

    private Uni<Integer> page(Pass pass, TenantId tenant, List<UUID> ids) {
        if (pass.over().get()) {
            return Uni.createFrom().failure(gone());
        }
        return pace.paced(() -> vectors.store(pass.generation(), tenant, ids, pass.told())
                        .call(done -> advance(pass, done.stored())))
                .map(BesideVectors.Done::found);
    }

    /**
     * Keeps the work for a while longer. Fails once it is another instance's or the migration has come further, which ends
     * the pass.
     */
    private Uni<Void> advance(Pass pass, int embedded) {
        if (pass.over().get()) {
            return Uni.createFrom().failure(gone());
        }
        Migration migration = pass.migration();
        return sessions.inSystem(
                        transaction -> repository.advance(migration.id(), worker, migration.state(), embedded, until()))
                .invoke(mine -> {
                    if (!mine) {
                        pass.over().set(true);
                        throw gone();
                    }
                })
                .replaceWithVoid();
    }

    private static IllegalStateException gone() {
        return new IllegalStateException("The migration goes on without this worker.");
    }
}
