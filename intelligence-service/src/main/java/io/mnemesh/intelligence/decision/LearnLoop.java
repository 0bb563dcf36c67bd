package io.mnemesh.intelligence.decision;

import io.mnemesh.intelligence.decision.persistence.DecisionStore;
import io.mnemesh.intelligence.decision.persistence.KindStore;
import io.mnemesh.intelligence.decision.persistence.KindStore.Due;
import io.mnemesh.intelligence.decision.persistence.KindStore.Kind;
import io.mnemesh.intelligence.decision.persistence.ModelStore;
import io.mnemesh.intelligence.outcome.Comparison;
import io.mnemesh.intelligence.outcome.Example;
import io.mnemesh.intelligence.outcome.OutcomeModel;
import io.mnemesh.intelligence.outcome.Trainer;
import io.mnemesh.intelligence.outcome.Training;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Learns kinds of decisions when enough outcomes came, one after another, on a worker thread. What fails stays on the work
 * list. Safe on several instances: each takes its own part of the list, and a model of decisions that are not all there any
 * more is thrown away.
 */
@ApplicationScoped
class LearnLoop {

    private static final MeshLog LOG = MeshLog.of(LearnLoop.class);

    /** Time after which what was taken and not done is due again; a learning takes less. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    /** A model is learned again when a tenth of what it knows has come. */
    private static final int TENTH = 10;

    private final TenantTransactions transactions;
    private final DecisionStore decisions;
    private final KindStore kinds;
    private final ModelStore models;
    private final Clock clock;
    private final DecisionsConfig config;
    private final DecisionMetrics metrics;

    LearnLoop(
            TenantTransactions transactions,
            DecisionStore decisions,
            KindStore kinds,
            ModelStore models,
            Clock clock,
            DecisionsConfig config,
            DecisionMetrics metrics) {
        this.transactions = transactions;
        this.decisions = decisions;
        this.kinds = kinds;
        this.models = models;
        this.clock = clock;
        this.config = config.validated();
        this.metrics = metrics;
    }

    @Scheduled(
            every = "${mnemesh.intelligence.decisions.learn-every:5s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return drain().onFailure().recoverWithUni(failure -> {
            LOG.warn("Decisions were not learned and will be again")
                    .cause(failure)
                    .log();
            return Uni.createFrom().voidItem();
        });
    }

    private Uni<Void> drain() {
        return transactions
                .inSystem(connection -> kinds.take(connection, LEASE))
                .flatMap(due ->
                        due == null ? Uni.createFrom().voidItem() : learn(due).chain(this::drain));
    }

    private record Open(Kind kind, List<Example> examples) {}

    private Uni<Void> learn(Due due) {
        return transactions
                .inTenant(
                        due.tenant(),
                        connection -> kinds.find(connection, due.key())
                                .flatMap(kind -> kind == null || !isDue(kind)
                                        ? kinds.settle(connection, due.key(), kind == null ? 0 : kind.changes(), LEASE)
                                                .replaceWith((Open) null)
                                        : decisions
                                                .examples(connection, kind.kind(), config.examples())
                                                .map(examples -> new Open(kind, examples))))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .flatMap(open -> open == null ? Uni.createFrom().voidItem() : learn(due, open));
    }

    private boolean isDue(Kind kind) {
        long came = kind.changes() - kind.learned();
        return kind.version() == 0
                || came >= Math.max(config.newOutcomes(), Math.min(kind.learned(), config.examples()) / TENTH);
    }

    private Uni<Void> learn(Due due, Open open) {
        long began = System.nanoTime();
        Training training = Trainer.train(open.examples());
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        return switch (training) {
            case Training.NotEnough _ -> {
                metrics.learned("not_enough", took);
                yield transactions.inTenant(
                        due.tenant(),
                        connection ->
                                kinds.settle(connection, due.key(), open.kind().changes(), config.settle()));
            }
            case Training.Learned learned -> store(due, open, learned.model(), took);
        };
    }

    private Uni<Void> store(Due due, Open open, OutcomeModel model, Duration took) {
        byte[] bytes = model.bytes();
        return transactions.inTenant(
                due.tenant(),
                connection -> kinds.lock(connection, due.key()).flatMap(now -> {
                    Kind kind = open.kind();
                    if (now == null || now.epoch() != kind.epoch() || now.version() != kind.version()) {
                        metrics.learned("outdated", took);
                        return kinds.settle(connection, due.key(), -1, config.settle());
                    }
                    metrics.learned("learned", took);
                    return models.store(connection, version(open, model), kind.epoch(), bytes)
                            .chain(() ->
                                    kinds.learned(connection, due.key(), kind, kind.version() + 1, config.settle()));
                }));
    }

    private ModelVersion version(Open open, OutcomeModel model) {
        List<Comparison> comparisons = model.comparisons();
        return new ModelVersion(
                open.kind().kind(),
                open.kind().version() + 1,
                model.examples(),
                model.outcomes(),
                Fingerprint.of(open.examples()),
                comparisons.stream().map(Comparison::served).distinct().collect(Collectors.joining("+")),
                comparisons.getFirst().champion(),
                comparisons.getFirst().challenger(),
                clock.instant());
    }
}
