package io.mnemesh.memory.transfer;

import io.mnemesh.memory.background.BestEffort;
import io.mnemesh.memory.background.WorkLeases;
import io.mnemesh.memory.memories.DueTenants;
import io.mnemesh.memory.memories.persistence.TenantRepository;
import io.mnemesh.memory.storage.EventLoops;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs imports in the background, one step after another: tenants are due when lines came, and all of them after the start and
 * every five minutes, for what a process that died had not come to. It begins as soon as lines have come; what cannot go on is
 * tried again every second.
 */
@ApplicationScoped
class ImportRunner {

    private static final MeshLog LOG = MeshLog.of(ImportRunner.class);

    private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

    private final ImportStep step;
    private final EventLoops loops;
    private final DueTenants due;
    private final Clock clock;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicBoolean called = new AtomicBoolean();
    private volatile Instant looked = Instant.EPOCH;

    ImportRunner(
            ImportStep step,
            EventLoops loops,
            TenantSessions sessions,
            TenantRepository tenants,
            WorkLeases leases,
            Clock clock) {
        this.step = step;
        this.loops = loops;
        this.due = new DueTenants("imports", sessions, tenants, leases);
        this.clock = clock;
    }

    /** There are lines to be stored, which begins at once. */
    void due(TenantId tenant) {
        due.add(tenant);
        called.set(true);
        loops.detached(() -> start().subscribe().with(done -> {}));
    }

    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        called.set(true);
        return start();
    }

    /** Goes on for as long as somebody called meanwhile; nothing happens while it does so already. Never fails. */
    private Uni<Void> start() {
        return Uni.createFrom()
                .deferred(() -> called.get() && running.compareAndSet(false, true)
                        ? run().invoke(() -> running.set(false)).chain(this::start)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> run() {
        called.set(false);
        return everyone()
                .chain(() -> due.run(tenant -> () -> step(tenant)))
                .plug(BestEffort.of(LOG, "Imports cannot go on at present"))
                .replaceWithVoid();
    }

    private Uni<Void> everyone() {
        Instant now = clock.instant();
        return looked.plus(LOOK_AGAIN).isAfter(now)
                ? Uni.createFrom().voidItem()
                : due.addEveryone().invoke(() -> looked = now);
    }

    private Uni<Boolean> step(TenantId tenant) {
        return step.run(tenant).map(progress -> switch (progress) {
            case MORE -> true;
            case LATER -> {
                due.add(tenant);
                yield false;
            }
            case NOTHING -> false;
        });
    }
}
