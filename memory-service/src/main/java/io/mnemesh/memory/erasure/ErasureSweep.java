package io.mnemesh.memory.erasure;

import io.mnemesh.memory.erasure.persistence.ErasureRepository;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Works on open erasures, one at a time; instances share them by leases. */
@ApplicationScoped
class ErasureSweep {

    private static final MeshLog LOG = MeshLog.of(ErasureSweep.class);

    private final TenantTransactions transactions;
    private final ErasureRepository erasures;
    private final ErasureRunner runner;
    private final ErasureConfig config;

    ErasureSweep(
            TenantTransactions transactions, ErasureRepository erasures, ErasureRunner runner, ErasureConfig config) {
        this.transactions = transactions;
        this.erasures = erasures;
        this.runner = runner;
        this.config = config;
    }

    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return config.background() ? run() : Uni.createFrom().voidItem();
    }

    /** Takes every open erasure as far as it goes now. Never fails. */
    Uni<Void> run() {
        return transactions
                .inSystem(connection -> erasures.claim(connection, config.lease()))
                .onFailure()
                .invoke(failure -> LOG.debug("Erasures cannot be looked for at present")
                        .cause(failure)
                        .log())
                .onFailure()
                .recoverWithItem(java.util.Optional.empty())
                .chain(claim -> claim.isPresent()
                        ? run(claim.get()).chain(() -> run())
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> run(ErasureRepository.Claim claim) {
        return runner.run(claim.tenant(), claim.id())
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warn("An erasure cannot go on at present and is tried again")
                        .with(LogKey.TENANT, claim.tenant())
                        .cause(failure)
                        .log())
                .onFailure()
                .recoverWithNull()
                .chain(() ->
                        transactions.inSystem(connection -> erasures.lease(connection, claim.id(), config.pause())))
                .onFailure()
                .recoverWithNull();
    }
}
