package io.mnemesh.memory.transfer;

import io.mnemesh.memory.memories.persistence.TenantRepository;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs imports in the background, one step after another: tenants are due when lines came, and all of them after the start and
 * every five minutes, for what a process that died had not come to.
 */
@ApplicationScoped
class ImportRunner {

    private static final MeshLog LOG = MeshLog.of(ImportRunner.class);

    private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

    private final ImportStep step;
    private final TenantSessions sessions;
    private final TenantRepository tenants;
    private final Set<TenantId> due = ConcurrentHashMap.newKeySet();
    private final Clock clock;
    private volatile Instant looked = Instant.EPOCH;

    ImportRunner(ImportStep step, TenantSessions sessions, TenantRepository tenants, Clock clock) {
        this.step = step;
        this.sessions = sessions;
        this.tenants = tenants;
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
                .chain(() -> Multi.createFrom()
                        .iterable(List.copyOf(due))
                        .onItem()
                        .transformToUniAndConcatenate(this::run)
                        .collect()
                        .last())
                .onFailure()
                .invoke(failure -> LOG.debug("Imports cannot go on at present")
                        .cause(failure)
                        .log())
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Void> everyone() {
        Instant now = clock.instant();
        return looked.plus(LOOK_AGAIN).isAfter(now)
                ? Uni.createFrom().voidItem()
                : sessions.inSystem(transaction -> tenants.all())
                        .invoke(all -> {
                            due.addAll(all);
                            looked = now;
                        })
                        .replaceWithVoid();
    }

    private Uni<Void> run(TenantId tenant) {
        due.remove(tenant);
        return steps(tenant).onFailure().invoke(failure -> due.add(tenant));
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
