package io.mnemesh.mesh.outbox;

import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Removes published events whose retention is over, a bounded number per transaction. */
@Singleton
final class OutboxPurge {

    private static final MeshLog LOG = MeshLog.of(OutboxPurge.class);
    private static final int STEP = 5_000;

    private final TenantTransactions transactions;
    private final OutboxTable table;
    private final OutboxRelay relay;
    private final OutboxConfig config;

    @Inject
    OutboxPurge(TenantTransactions transactions, OutboxTable table, OutboxRelay relay, OutboxConfig config) {
        this.transactions = transactions;
        this.table = table;
        this.relay = relay;
        this.config = config;
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        if (!relay.hasOutbox()) {
            return Uni.createFrom().voidItem();
        }
        return step().onFailure()
                .invoke(failure -> LOG.debug("The outbox cannot be purged at present")
                        .cause(failure)
                        .log())
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Integer> step() {
        return transactions
                .inSystem(connection -> table.purge(connection, config.retention(), STEP))
                .chain(removed -> removed < STEP ? Uni.createFrom().item(removed) : step());
    }
}
