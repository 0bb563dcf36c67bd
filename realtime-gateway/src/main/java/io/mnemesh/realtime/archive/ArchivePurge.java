package io.mnemesh.realtime.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.telemetry.RealtimeMetrics;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Removes events older than the retention, tenant by tenant, in transactions of bounded size. */
@ApplicationScoped
public class ArchivePurge {

    private final EventRepository events;
    private final ArchiveConfig config;
    private final Clock clock;
    private final Counter purged;

    ArchivePurge(EventRepository events, ArchiveConfig config, Clock clock, MeterRegistry registry) {
        this.events = events;
        this.config = config.validated();
        this.clock = clock;
        this.purged = registry.counter(RealtimeMetrics.PURGED);
    }

    /** Completes when nothing too old is left. Several nodes may do it at once: each skips rows the other has locked. */
    @Scheduled(
            every = "${mnemesh.realtime.archive.purge-every:15m}",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        Instant before = clock.instant().minus(config.retention());
        return events.tenants()
                .onItem()
                .transformToMulti(tenants -> Multi.createFrom().iterable(tenants))
                .onItem()
                .transformToUniAndConcatenate(tenant -> purge(tenant, before))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Integer> purge(TenantId tenant, Instant before) {
        return Uni.createFrom()
                .deferred(() -> events.removeBefore(tenant, before, config.purgeBatch()))
                .invoke(removed -> purged.increment(removed))
                .repeat()
                .whilst(removed -> removed == config.purgeBatch())
                .collect()
                .last();
    }
}
