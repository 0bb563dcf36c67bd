package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.performance.persistence.PendingSeries;
import io.mnemesh.intelligence.performance.persistence.PendingSeries.Due;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Has the series judged whose points have settled, one after another. What fails stays on the work list and is due again. Safe on
 * several instances: each takes its own part of the list, and a series is locked while it is judged.
 */
@ApplicationScoped
class JudgeLoop {

    private static final MeshLog LOG = MeshLog.of(JudgeLoop.class);

    private static final int AT_ONCE = 32;

    /** Time after which what was taken and not done is due again. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final TenantTransactions transactions;
    private final PendingSeries pending;
    private final SeriesJudge judge;
    private final InsightFinder finder;

    JudgeLoop(
            TenantTransactions transactions,
            PendingSeries pending,
            SeriesJudge judge,
            InsightFinder finder,
            PerformanceConfig config) {
        config.validated();
        this.transactions = transactions;
        this.pending = pending;
        this.judge = judge;
        this.finder = finder;
    }

    @Scheduled(
            every = "${mnemesh.intelligence.performance.judge-every:1s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return drain().onFailure().recoverWithUni(failure -> {
            LOG.debug("The list of series to be judged cannot be read")
                    .cause(failure)
                    .log();
            return Uni.createFrom().voidItem();
        });
    }

    /** Works until nothing is due. */
    private Uni<Void> drain() {
        return transactions
                .inSystem(connection -> pending.take(connection, AT_ONCE, LEASE))
                .flatMap(taken -> taken.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : Multi.createFrom()
                                .iterable(taken)
                                .onItem()
                                .transformToUniAndConcatenate(due -> judged(due))
                                .collect()
                                .last()
                                .flatMap(ignored -> drain()));
    }

    private Uni<Void> judged(Due due) {
        return judge.judge(due.tenant(), due.series())
                .flatMap(examine -> examine
                        ? finder.examine(due.tenant(), due.series())
                        : Uni.createFrom().voidItem())
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warn("A series was not judged and will be again")
                            .with(LogKey.TENANT, due.tenant().value())
                            .cause(failure)
                            .log();
                    return Uni.createFrom().voidItem();
                });
    }
}
