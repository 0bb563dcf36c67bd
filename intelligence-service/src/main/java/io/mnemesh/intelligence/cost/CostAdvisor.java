package io.mnemesh.intelligence.cost;

import io.mnemesh.intelligence.cost.persistence.HourStore;
import io.mnemesh.intelligence.cost.persistence.ProposalStore;
import io.mnemesh.intelligence.cost.persistence.ProposalStore.Found;
import io.mnemesh.intelligence.cost.persistence.UseStore;
import io.mnemesh.intelligence.cost.plan.CapacityReplay;
import io.mnemesh.intelligence.orchestrator.OrchestratorConfig;
import io.mnemesh.intelligence.orchestrator.persistence.MinuteStore;
import io.mnemesh.intelligence.orchestrator.policy.ServiceMinute;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Sums up what services carried, and finds the cheapest capacity of each now and then, one service after another on a worker. Safe on
 * several instances: what two of them do comes out the same.
 */
@ApplicationScoped
class CostAdvisor {

    private static final MeshLog LOG = MeshLog.of(CostAdvisor.class);

    /** Minutes that may still be summed up after a longer pause; the orchestrator keeps a little more. */
    private static final Duration SUMMED = Duration.ofDays(2);

    /** Minutes that are replayed. */
    private static final Duration REPLAYED = Duration.ofDays(3);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TenantTransactions transactions;
    private final MinuteStore minutes;
    private final HourStore hours;
    private final UseStore uses;
    private final ProposalStore proposals;
    private final CostConfig config;
    private final OrchestratorConfig rules;
    private final CostMetrics metrics;
    private final Clock clock;

    CostAdvisor(
            TenantTransactions transactions,
            MinuteStore minutes,
            HourStore hours,
            UseStore uses,
            ProposalStore proposals,
            CostConfig config,
            OrchestratorConfig rules,
            CostMetrics metrics,
            Clock clock) {
        this.transactions = transactions;
        this.minutes = minutes;
        this.hours = hours;
        this.uses = uses;
        this.proposals = proposals;
        this.config = config.validated();
        this.rules = rules.validated();
        this.metrics = metrics;
        this.clock = clock;
    }

    @Scheduled(
            every = "${mnemesh.intelligence.cost.sum-every:5m}",
            delayed = "1m",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return look().onFailure().recoverWithItem(failure -> {
            LOG.warn("Costs cannot be summed up").cause(failure).log();
            return null;
        });
    }

    /** Sums up, forgets what is too old, and finds proposals anew where they are too old. */
    Uni<Void> look() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant oldest = now.minus(Duration.ofDays(config.keptDays()));
        return transactions
                .inSystem(connection -> hours.sumUp(
                                connection, now.minus(SUMMED).truncatedTo(ChronoUnit.HOURS))
                        .chain(() -> hours.removeBefore(connection, oldest))
                        .chain(() -> uses.removeBefore(connection, oldest))
                        .chain(() -> proposals.removeBefore(connection, now.minus(REPLAYED)))
                        .chain(() -> minutes.services(connection))
                        .flatMap(services -> proposals.all(connection).map(found -> due(services, found, now))))
                .flatMap(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUniAndConcatenate(service -> propose(service, now))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private List<String> due(List<String> services, List<Found> found, Instant now) {
        Map<String, Instant> at = found.stream().collect(Collectors.toMap(Found::service, Found::at));
        Function<String, Instant> last = service -> at.getOrDefault(service, Instant.EPOCH);
        return services.stream()
                .filter(service ->
                        !last.apply(service).plus(config.proposeEvery()).isAfter(now))
                .toList();
    }

    private Uni<Void> propose(String service, Instant now) {
        return transactions
                .inSystem(connection -> minutes.since(connection, service, now.minus(REPLAYED)))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .flatMap(known -> {
                    Replayed replayed = Replayed.of(known);
                    if (replayed.load().length < CapacityReplay.LEAST || known.size() < CapacityReplay.LEAST) {
                        return Uni.createFrom().voidItem();
                    }
                    var replay = new CapacityReplay(
                            rules.rule(service), (int) rules.startUp().toMinutes(), config.shortfall());
                    var plan = metrics.planning().record(() -> replay.cheapest(replayed.load(), replayed.running()));
                    return plan == null
                            ? Uni.createFrom().voidItem()
                            : transactions.inSystem(
                                    connection -> proposals.put(connection, new Found(service, now, plan)));
                });
    }

    /** Minutes without gaps: what is not known is as the minute before. */
    private record Replayed(double[] load, int[] running) {

        static Replayed of(List<ServiceMinute> known) {
            if (known.isEmpty()) {
                return new Replayed(new double[0], new int[0]);
            }
            Instant first = known.getFirst().at();
            int length = (int) Duration.between(first, known.getLast().at()).dividedBy(MINUTE) + 1;
            double[] load = new double[length];
            int[] running = new int[length];
            int next = 0;
            ServiceMinute last = known.getFirst();
            for (int minute = 0; minute < length; minute++) {
                Instant at = first.plus(MINUTE.multipliedBy(minute));
                while (next < known.size() && !known.get(next).at().isAfter(at)) {
                    last = known.get(next++);
                }
                load[minute] = last.load();
                running[minute] = last.instances();
            }
            return new Replayed(load, running);
        }
    }
}
