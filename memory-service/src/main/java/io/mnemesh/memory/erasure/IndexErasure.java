package io.mnemesh.memory.erasure;

import io.mnemesh.memory.background.BestEffort;
import io.mnemesh.memory.erasure.persistence.ErasureRepository;
import io.mnemesh.memory.erasure.persistence.IndexNodeRepository;
import io.mnemesh.memory.erasure.persistence.IndexNodeRepository.Due;
import io.mnemesh.memory.index.IndexService;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Keeps the search indexes of this instance free of erased memories, and knows of which instances' indexes an erasure has to
 * wait for. Each instance writes down by itself that its files are free, so one that was away makes up for it when it comes
 * back.
 */
@ApplicationScoped
class IndexErasure {

    private static final MeshLog LOG = MeshLog.of(IndexErasure.class);

    private final TenantTransactions transactions;
    private final IndexNodeRepository nodes;
    private final ErasureRepository erasures;
    private final IndexService index;
    private final IndexIdentity identity;
    private final ErasureConfig config;

    IndexErasure(
            TenantTransactions transactions,
            IndexNodeRepository nodes,
            ErasureRepository erasures,
            IndexService index,
            IndexIdentity identity,
            ErasureConfig config) {
        this.transactions = transactions;
        this.nodes = nodes;
        this.erasures = erasures;
        this.index = index;
        this.identity = identity;
        this.config = config;
    }

    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return freeOwn().plug(BestEffort.of(LOG, "The index cannot be freed of erased memories at present"));
    }

    /** Frees this instance's indexes of all they have to be free of, once nothing can come back from elsewhere. */
    Uni<Void> freeOwn() {
        if (!index.state().serving()) {
            return Uni.createFrom().voidItem();
        }
        return transactions
                .inSystem(connection -> nodes.seen(connection, identity.id())
                        .chain(() -> index.expungeable()
                                ? nodes.due(connection, identity.id())
                                : Uni.createFrom().item(List.<Due>of())))
                .chain(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUniAndConcatenate(this::free)
                        .collect()
                        .last());
    }

    private Uni<Void> free(Due due) {
        return transactions
                .inTenant(due.tenant(), connection -> erasures.memories(connection, due.tenant(), due.erasure()))
                .chain(ids -> index.expunge(due.tenant(), ids))
                .chain(() -> transactions.inSystem(connection -> nodes.free(connection, identity.id(), due.erasure())));
    }

    /** From now on every index has to be free of it, and those that are there have to look again. */
    Uni<Void> demand(OpenErasure erasure) {
        return transactions.inSystem(connection ->
                nodes.again(connection, erasure.id()).chain(() -> erasures.indexDue(connection, erasure.id())));
    }

    /** Done when no index that is there has them any more. */
    Uni<Outcome> freed(OpenErasure erasure) {
        return freeOwn()
                .chain(() -> waitingFor(erasure))
                .map(waiting -> waiting.isEmpty() ? Outcome.DONE : Outcome.WAIT);
    }

    /** Indexes that are there and not free of it. */
    Uni<List<String>> waitingFor(OpenErasure erasure) {
        return transactions
                .inSystem(connection -> nodes.behind(connection, erasure.id(), config.forgetIndexAfter()))
                .map(behind -> behind.stream()
                        .filter(one -> !one.gone())
                        .map(one -> "index " + one.node())
                        .toList());
    }
}
