package io.mnemesh.intelligence.errors;

import io.mnemesh.intelligence.errors.persistence.OccurrenceStore;
import io.mnemesh.intelligence.errors.persistence.OccurrenceStore.Embedded;
import io.mnemesh.intelligence.errors.persistence.PendingVectors;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.EmbeddingsClient;
import io.mnemesh.mesh.work.Lane;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gets the vectors of learned errors, in batches over the bulk lane. What fails stays on the work list and is tried
 * again, so learning never waits for embeddings. Safe on several instances: each takes its own part of the list.
 */
@ApplicationScoped
class ErrorVectors {

    private static final MeshLog LOG = MeshLog.of(ErrorVectors.class);

    private final TenantTransactions transactions;
    private final PendingVectors pending;
    private final OccurrenceStore occurrences;
    private final GroupMerger merger;
    private final EmbeddingsClient embeddings;
    private final ErrorsConfig config;
    private final ErrorMetrics metrics;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicBoolean woken = new AtomicBoolean();

    ErrorVectors(
            TenantTransactions transactions,
            PendingVectors pending,
            OccurrenceStore occurrences,
            GroupMerger merger,
            EmbeddingsClient embeddings,
            ErrorsConfig config,
            ErrorMetrics metrics) {
        this.transactions = transactions;
        this.pending = pending;
        this.occurrences = occurrences;
        this.merger = merger;
        this.embeddings = embeddings;
        this.config = config;
        this.metrics = metrics;
    }

    /** Tells that there is work. Cheap; never fails. */
    void wake() {
        woken.set(true);
        start();
    }

    @Scheduled(every = "${mnemesh.intelligence.errors.learn-every:5s}")
    void tick() {
        wake();
    }

    private void start() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        woken.set(false);
        drain().onTermination()
                .invoke(() -> {
                    running.set(false);
                    if (woken.get()) {
                        start();
                    }
                })
                .subscribe()
                .with(
                        ignored -> {},
                        failure -> LOG.debug("The list of missing vectors cannot be read")
                                .cause(failure)
                                .log());
    }

    /** Works until nothing is due. */
    private Uni<Void> drain() {
        return transactions
                .inSystem(connection -> pending.take(
                        connection,
                        config.learnBatch(),
                        config.learnDeadline().plus(config.learnEvery()).toMillis()))
                .flatMap(taken -> taken.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : Multi.createFrom()
                                .iterable(taken.entrySet())
                                .onItem()
                                .transformToUniAndConcatenate(entry -> embedOrPutBack(entry.getKey(), entry.getValue()))
                                .collect()
                                .last()
                                .flatMap(ignored -> drain()));
    }

    private Uni<Void> embedOrPutBack(TenantId tenant, List<UUID> memories) {
        return embed(tenant, memories).onFailure().recoverWithUni(failure -> {
            LOG.debug("Vectors of errors are still missing").cause(failure).log();
            return transactions.inTenant(
                    tenant,
                    connection -> pending.putBack(
                            connection, memories, config.learnEvery().toMillis()));
        });
    }

    private Uni<Void> embed(TenantId tenant, List<UUID> memories) {
        return transactions
                .inTenant(tenant, connection -> occurrences.summaries(connection, memories))
                .flatMap(summaries -> {
                    List<UUID> gone = memories.stream()
                            .filter(id -> !summaries.containsKey(id))
                            .toList();
                    return (summaries.isEmpty() ? Uni.createFrom().voidItem() : embed(tenant, summaries))
                            .flatMap(ignored -> gone.isEmpty()
                                    ? Uni.createFrom().voidItem()
                                    : transactions.inTenant(
                                            tenant, connection -> occurrences.forgetPending(connection, gone)));
                });
    }

    /** The vectors are stored by now, so a failure here is no reason to ask for them again. */
    private Uni<Void> compare(TenantId tenant) {
        return merger.compare(tenant).onFailure().recoverWithUni(failure -> {
            LOG.debug("Groups were not compared").cause(failure).log();
            return Uni.createFrom().voidItem();
        });
    }

    private Uni<Void> embed(TenantId tenant, Map<UUID, String> summaries) {
        var texts = List.copyOf(summaries.values());
        return embeddings
                .embed(tenant, texts, Lane.BULK, config.learnDeadline())
                .flatMap(answer -> {
                    var done = new ArrayList<Embedded>(texts.size());
                    int i = 0;
                    for (Map.Entry<UUID, String> entry : summaries.entrySet()) {
                        done.add(new Embedded(
                                entry.getKey(),
                                entry.getValue(),
                                answer.vectors().get(i++)));
                    }
                    return transactions
                            .inTenant(tenant, connection -> occurrences.storeVectors(connection, answer.model(), done))
                            .invoke(() -> metrics.embedded(done.size()))
                            .flatMap(ignored -> compare(tenant));
                });
    }
}
