package io.mnemesh.memory.transfer;

import io.mnemesh.memory.background.BestEffort;
import io.mnemesh.memory.memories.DueTenants;
import io.mnemesh.memory.memories.persistence.TenantRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Runs imports in the background, one step after another: tenants are due when lines came, and all of them after the start and
 * every five minutes, for what a process that died had not come to.
 */
@ApplicationScoped
class ImportRunner {

    private static final MeshLog LOG = MeshLog.of(ImportRunner.class);

    private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

    private final ImportStep step;
    private final DueTenants due;
    private final Clock clock;
    private volatile Instant looked = Instant.EPOCH;

    ImportRunner(ImportStep step, TenantSessions sessions, TenantRepository tenants, Clock clock) {
        this.step = step;
        this.due = new DueTenants(sessions, tenants);
        this.clock = clock;
    }

    /** There are lines to be stored. */
    void due(TenantId tenant) {
        due.add(tenant);
    }

    /** Never fails. */
    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return everyone()
                .chain(() -> due.run(this::steps))
                .plug(BestEffort.of(LOG, "Imports cannot go on at present"))
                .replaceWithVoid();
    }

    private Uni<Void> everyone() {
        Instant now = clock.instant();
        return looked.plus(LOOK_AGAIN).isAfter(now)
                ? Uni.createFrom().voidItem()
                : due.addEveryone().invoke(() -> looked = now);
    }

    private Uni<Void> steps(TenantId tenant) {
        return step.run(tenant).chain(progress -> switch (progress) {
            case MORE -> steps(tenant);
            case LATER -> {
                due.add(tenant);
                yield Uni.createFrom().voidItem();
            }
            case NOTHING -> Uni.createFrom().voidItem();
        });
    }
}
