package io.mnemesh.memory.migration;

import io.mnemesh.memory.background.BestEffort;
import io.mnemesh.memory.memories.persistence.VectorRepository;
import io.mnemesh.memory.memories.persistence.VectorRepository.Window;
import io.mnemesh.memory.migration.persistence.MigrationRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Removes the vectors of the model that does not serve, once a migration has ended and every instance knows. Removing again
 * changes nothing, so that any instance goes on where another one stopped. It stops when another migration begins, which
 * computes nothing before that is known: what it has use for stays, and the rest is removed when it has ended.
 */
@ApplicationScoped
class FormerVectors {

    private static final MeshLog LOG = MeshLog.of(FormerVectors.class);

    private final Migrations migrations;
    private final MigrationRepository repository;
    private final VectorRepository vectors;
    private final MemoryWalk walk;
    private final TenantSessions sessions;
    private final Clock clock;

    FormerVectors(
            Migrations migrations,
            MigrationRepository repository,
            VectorRepository vectors,
            MemoryWalk walk,
            TenantSessions sessions,
            Clock clock) {
        this.migrations = migrations;
        this.repository = repository;
        this.vectors = vectors;
        this.walk = walk;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Never fails; what fails is tried again at the next tick. */
    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return migrations
                .all()
                .chain(latestFirst ->
                        latestFirst.isEmpty() ? Uni.createFrom().voidItem() : clear(latestFirst.getFirst()))
                .plug(BestEffort.of(LOG, "Vectors of a former model cannot be removed at present"));
    }

    private Uni<Void> clear(Migration migration) {
        Instant now = clock.instant();
        if (migration.state().open() || migration.cleared() || !migration.settled(now)) {
            return Uni.createFrom().voidItem();
        }
        String model = String.valueOf(migration.plan(now).serving().model());
        return walk.over(model, (tenant, window) -> remove(migration, tenant, model, window))
                .chain(() -> sessions.inSystem(transaction -> repository.cleared(migration.id())));
    }

    private Uni<Long> remove(Migration migration, TenantId tenant, String model, Window window) {
        return migrations
                .all()
                .invoke(latestFirst -> requireLatest(migration, latestFirst))
                .chain(() -> sessions.inTenant(tenant, transaction -> vectors.removeOthers(tenant, model, window)))
                .map(Integer::longValue);
    }

    private static void requireLatest(Migration migration, List<Migration> latestFirst) {
        if (latestFirst.isEmpty() || !latestFirst.getFirst().id().equals(migration.id())) {
            throw new IllegalStateException("Another migration has begun.");
        }
    }
}
