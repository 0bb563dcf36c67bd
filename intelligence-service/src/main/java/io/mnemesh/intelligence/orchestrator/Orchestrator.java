package io.mnemesh.intelligence.orchestrator;

import io.mnemesh.intelligence.orchestrator.persistence.ActionStore;
import io.mnemesh.intelligence.orchestrator.persistence.MinuteStore;
import io.mnemesh.intelligence.orchestrator.persistence.ModeStore;
import io.mnemesh.intelligence.orchestrator.persistence.PlanStore;
import io.mnemesh.intelligence.orchestrator.policy.ServiceMinute;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.load.LoadReports;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.redis.MeshInstance;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every service once a minute, decides, acts if it may, and writes down what it did. Of several instances the one that holds the
 * lease does so; when another takes over, it learns from what was written down. One look at a time.
 */
@ApplicationScoped
class Orchestrator {

    private static final MeshLog LOG = MeshLog.of(Orchestrator.class);

    private static final Duration TERM = Duration.ofMinutes(3);

    /** Longest wait for the lease to be given up as the service stops. */
    private static final Duration LAST = Duration.ofSeconds(2);

    static final Duration LEARNED = Duration.ofDays(8);

    /** Age from which on the plan of a service that tells nothing any more is none. */
    private static final Duration PLANNED = Duration.ofHours(1);

    private final TenantTransactions transactions;
    private final MinuteStore minutes;
    private final ActionStore actions;
    private final ModeStore modes;
    private final PlanStore plans;
    private final LoadReports reports;
    private final Fleet fleet;
    private final Relays relays;
    private final OrchestratorConfig config;
    private final OrchestratorMetrics metrics;
    private final MeshInstance instance;
    private final Ids ids;
    private final Clock clock;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile @Nullable Deciding deciding;
    private volatile boolean stopped;

    Orchestrator(
            TenantTransactions transactions,
            MinuteStore minutes,
            ActionStore actions,
            ModeStore modes,
            PlanStore plans,
            LoadReports reports,
            Fleet fleet,
            Relays relays,
            OrchestratorConfig config,
            OrchestratorMetrics metrics,
            MeshInstance instance,
            Ids ids,
            Clock clock) {
        this.transactions = transactions;
        this.minutes = minutes;
        this.actions = actions;
        this.modes = modes;
        this.plans = plans;
        this.reports = reports;
        this.fleet = fleet;
        this.relays = relays;
        this.config = config.validated();
        this.metrics = metrics;
        this.instance = instance;
        this.ids = ids;
        this.clock = clock;
    }

    @Scheduled(every = "1m", delayed = "1m")
    void tick() {
        look().subscribe()
                .with(
                        ignored -> {},
                        failure -> LOG.warn("Nothing was decided on the services this minute")
                                .cause(failure)
                                .log());
    }

    /** Gives the lease up, so that another instance need not wait for its end. Orders to the gateways stay for that one to go on with. */
    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        if (deciding == null) {
            return;
        }
        try {
            release().await().atMost(LAST);
        } catch (RuntimeException e) {
            LOG.warn("The lease to decide could not be given up; it ends by itself")
                    .cause(e)
                    .log();
        }
    }

    Uni<Void> release() {
        deciding = null;
        return transactions.inSystem(connection -> modes.release(connection, instance.id()));
    }

    /** One look at all services, if this instance is the one to look. */
    Uni<Void> look() {
        if (stopped || !running.compareAndSet(false, true)) {
            return Uni.createFrom().voidItem();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return transactions
                .inSystem(connection -> modes.lease(connection, instance.id(), TERM))
                .flatMap(mine -> {
                    if (!mine) {
                        deciding = null;
                        metrics.looked(false, config.budget());
                        return Uni.createFrom().voidItem();
                    }
                    return reports.all()
                            .map(told -> Minutes.of(now.truncatedTo(ChronoUnit.MINUTES), told))
                            .flatMap(seen -> known(now)
                                    .flatMap(known ->
                                            lookAtGateways(known, now).chain(() -> decideAll(known, seen, now))));
                })
                .onTermination()
                .invoke(() -> running.set(false));
    }

    private Uni<Deciding> known(Instant now) {
        Deciding current = deciding;
        if (current != null) {
            return Uni.createFrom().item(current);
        }
        return transactions
                .inSystem(connection -> actions.since(connection, now.minus(Duration.ofHours(1))))
                .map(lately -> new Deciding(config, fleet, relays, ids, lately))
                .invoke(made -> deciding = made);
    }

    private Uni<Void> lookAtGateways(Deciding known, Instant now) {
        Instant from = now.minus(config.relay().rest());
        return transactions
                .inSystem(connection -> actions.cancelled(connection, from))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(known::look)
                .invoke(() -> metrics.ordered(known.orders()))
                .replaceWithVoid();
    }

    private Uni<Void> decideAll(Deciding known, Map<String, ServiceMinute> seen, Instant now) {
        return Multi.createFrom()
                .iterable(seen.entrySet())
                .onItem()
                .transformToUniAndConcatenate(one -> decide(known, one.getKey(), one.getValue(), now))
                .collect()
                .last()
                .invoke(() -> metrics.looked(true, known.budgetLeft(now)))
                .chain(() -> transactions.inSystem(connection -> minutes.removeBefore(connection, now.minus(LEARNED))
                        .chain(() -> plans.removeBefore(connection, now.minus(PLANNED)))
                        .chain(() -> actions.removeBefore(connection, now.minus(Duration.ofDays(config.keptDays()))))));
    }

    private Uni<Void> decide(Deciding known, String service, ServiceMinute minute, Instant now) {
        Uni<Void> learned = known.knows(service)
                ? Uni.createFrom().voidItem()
                : transactions
                        .inSystem(connection -> minutes.since(connection, service, now.minus(LEARNED)))
                        .invoke(past -> known.learn(service, past))
                        .replaceWithVoid();
        return learned.chain(() -> transactions.inSystem(
                        connection -> minutes.add(connection, service, minute).chain(() -> modes.said(connection))))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(said -> known.decide(service, minute, said == null ? config.firstMode() : said.mode(), now))
                .flatMap(this::write)
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warn("Nothing was decided on a service this minute")
                            .cause(failure)
                            .log();
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> write(Decision decision) {
        return transactions
                .inSystem(connection -> plans.put(connection, decision.plan())
                        .chain(() -> Multi.createFrom()
                                .iterable(decision.news())
                                .onItem()
                                .transformToUniAndConcatenate(action -> actions.add(connection, action))
                                .collect()
                                .last())
                        .replaceWithVoid())
                .invoke(() -> decision.news().forEach(metrics::acted));
    }
}
