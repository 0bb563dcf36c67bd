package io.mnemesh.memory.access;

import io.mnemesh.memory.access.AccessLog.Count;
import io.mnemesh.memory.access.persistence.AccessRepository;
import io.mnemesh.memory.feedback.Feedback;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes the accesses of this instance in batches. What cannot be written is counted again; what a process that dies had
 * not written is lost.
 */
@ApplicationScoped
class AccessFlush {

    private static final MeshLog LOG = MeshLog.of(AccessFlush.class);

    /** Memories in one statement. */
    private static final int BATCH = 500;

    /** A tenant's weights are made anew at most this often. */
    private static final Duration RELEARN = Duration.ofMinutes(1);

    private static final Duration LAST_WRITE = Duration.ofSeconds(3);

    private final AccessLog log;
    private final AccessRepository repository;
    private final TenantSessions sessions;
    private final Feedback feedback;
    private final AccessMetrics metrics;
    private final AccessConfig config;
    private final Clock clock;
    private final Set<TenantId> written = ConcurrentHashMap.newKeySet();
    private final Map<TenantId, Instant> relearned = new ConcurrentHashMap<>();

    AccessFlush(
            AccessLog log,
            AccessRepository repository,
            TenantSessions sessions,
            Feedback feedback,
            AccessMetrics metrics,
            AccessConfig config,
            Clock clock) {
        this.log = log;
        this.repository = repository;
        this.sessions = sessions;
        this.feedback = feedback;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            every = "${mnemesh.memory.access.flush-every:PT5S}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return write().chain(this::relearn);
    }

    void stop(@Observes ShutdownEvent event) {
        try {
            write().await().atMost(LAST_WRITE);
        } catch (TimeoutException e) {
            LOG.debug("The last accesses were not written").cause(e).log();
        }
    }

    /** Never fails. */
    Uni<Void> write() {
        return Multi.createFrom()
                .iterable(log.take().entrySet())
                .onItem()
                .transformToUniAndConcatenate(entry ->
                        write(entry.getKey(), List.copyOf(entry.getValue().entrySet())))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> write(TenantId tenant, List<Map.Entry<UUID, Count>> counts) {
        List<Map.Entry<UUID, Count>> batch = counts.subList(0, Math.min(BATCH, counts.size()));
        Map<UUID, Count> some = new HashMap<>();
        batch.forEach(entry -> some.put(entry.getKey(), entry.getValue()));
        Instant now = clock.instant();
        Uni<Void> done = sessions.inTenant(tenant, transaction -> repository.add(tenant, some, now))
                .invoke(() -> {
                    metrics.written(some.size());
                    written.add(tenant);
                })
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.debug("Accesses are written later").cause(failure).log();
                    log.back(tenant, some);
                    return Uni.createFrom().voidItem();
                });
        return batch.size() == counts.size()
                ? done
                : done.chain(() -> write(tenant, counts.subList(BATCH, counts.size())));
    }

    /** Lets searches see what was written, each tenant's once in a while. */
    private Uni<Void> relearn() {
        Instant now = clock.instant();
        relearned.values().removeIf(last -> last.plus(RELEARN).isBefore(now));
        List<TenantId> due = config.learning()
                ? written.stream()
                        .filter(tenant -> !relearned.containsKey(tenant))
                        .toList()
                : List.of();
        due.forEach(tenant -> {
            written.remove(tenant);
            relearned.put(tenant, now);
        });
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUniAndConcatenate(feedback::relearn)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
