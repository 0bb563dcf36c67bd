package io.mnemesh.mesh.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The metrics of the outbox: how many events wait to be published and for how long. */
@Singleton
final class OutboxMetrics {

    /** Committed events that are not published yet. */
    static final String DEPTH = "mnemesh.outbox.events";

    /** Events that were published again because Redis had lost them. */
    static final String REPUBLISHED = "mnemesh.outbox.republished.events";

    private static final String COUNT = "SELECT count(*) FROM outbox WHERE published_at IS NULL";

    private final TenantTransactions transactions;
    private final OutboxConfig config;
    private final MeterRegistry metrics;
    private volatile long depth;

    @Inject
    OutboxMetrics(TenantTransactions transactions, OutboxConfig config, MeterRegistry metrics) {
        this.transactions = transactions;
        this.config = config;
        this.metrics = metrics;
    }

    static Counter republished(MeterRegistry metrics) {
        return Counter.builder(REPUBLISHED).register(metrics);
    }

    void register(@Observes StartupEvent event) {
        metrics.gauge(DEPTH, this, self -> self.depth);
    }

    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> count() {
        if (!config.enabled()) {
            return Uni.createFrom().voidItem();
        }
        return transactions
                .inSystem(connection -> connection.query(COUNT).execute())
                .invoke(rows -> depth = rows.iterator().next().getLong(0))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
