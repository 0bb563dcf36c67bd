package io.mnemesh.mesh.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.mesh.outbox.OutboxTable.Waiting;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The metrics of the outbox: how many events wait to be published, for how long, and how many Redis had lost. */
@Singleton
final class OutboxMetrics {

    /** Committed events that are not published yet. */
    static final String DEPTH = "mnemesh.outbox.events";

    /** Age of the oldest of them. */
    static final String OLDEST = "mnemesh.outbox.oldest";

    /** Events that were published again because Redis had lost them. */
    static final String REPUBLISHED = "mnemesh.outbox.republished.events";

    private final TenantTransactions transactions;
    private final OutboxTable table;
    private final OutboxRelay relay;
    private final OutboxConfig config;
    private final MeterRegistry metrics;
    private volatile Waiting waiting = new Waiting(0, 0);

    @Inject
    OutboxMetrics(
            TenantTransactions transactions,
            OutboxTable table,
            OutboxRelay relay,
            OutboxConfig config,
            MeterRegistry metrics) {
        this.transactions = transactions;
        this.table = table;
        this.relay = relay;
        this.config = config;
        this.metrics = metrics;
    }

    void register(@Observes StartupEvent event) {
        if (config.enabled()) {
            Gauge.builder(DEPTH, this, self -> self.waiting.events()).register(metrics);
            Gauge.builder(OLDEST, this, self -> self.waiting.oldestSeconds())
                    .baseUnit("seconds")
                    .register(metrics);
        }
    }

    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> count() {
        if (!relay.hasOutbox()) {
            return Uni.createFrom().voidItem();
        }
        return transactions
                .inSystem(table::waiting)
                .invoke(seen -> waiting = seen)
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
