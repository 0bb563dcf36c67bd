package io.mnemesh.intelligence.orchestrator;

import io.mnemesh.intelligence.orchestrator.persistence.MinuteStore;
import io.mnemesh.intelligence.orchestrator.policy.FailureOutlook;
import io.mnemesh.intelligence.orchestrator.policy.LoadOutlook;
import io.mnemesh.intelligence.orchestrator.policy.ScalingRule;
import io.mnemesh.intelligence.orchestrator.policy.ServiceMinute;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Tells of a service what is known and to be expected, on any instance, from what was written down by the minute. */
@ApplicationScoped
public class Insights {

    private static final int DAY = 1_440;

    private final TenantTransactions transactions;
    private final MinuteStore minutes;
    private final Fleet fleet;
    private final OrchestratorConfig config;
    private final Clock clock;

    Insights(
            TenantTransactions transactions, MinuteStore minutes, Fleet fleet, OrchestratorConfig config, Clock clock) {
        this.transactions = transactions;
        this.minutes = minutes;
        this.fleet = fleet;
        this.config = config.validated();
        this.clock = clock;
    }

    /** @throws ProblemException {@code not-found} if nothing is known of such a service */
    public Uni<ServiceInsight> of(String service) {
        return transactions
                .inSystem(connection ->
                        minutes.since(connection, service, clock.instant().minus(Orchestrator.LEARNED)))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(known -> {
                    if (known.isEmpty()) {
                        throw ProblemException.notFound("Nothing is known of a service of this name.");
                    }
                    return insight(service, known);
                });
    }

    private ServiceInsight insight(String service, List<ServiceMinute> known) {
        LoadOutlook load = Watched.planner(config, service, known).outlook();
        ScalingRule rule = config.rule(service);
        var missing = new ArrayList<String>();
        Fleet.Deployed deployed = null;
        try {
            deployed = fleet.look(service).orElse(null);
        } catch (FleetException e) {
            missing.add(e.getMessage());
        }
        if (!fleet.canAct()) {
            missing.add("Where the services run (mnemesh.intelligence.orchestrator.kubernetes.enabled).");
        }
        if (known.size() < FailureOutlook.LEAST) {
            missing.add("To predict failures " + FailureOutlook.LEAST + " minutes; there are " + known.size() + ".");
        }
        if (known.size() < DAY) {
            missing.add("To know the day's course " + DAY + " minutes; there are " + known.size() + ".");
        }
        return new ServiceInsight(
                service,
                known.getLast(),
                known.size(),
                load,
                config.horizon(),
                rule,
                deployed,
                rule.replicas(Math.max(load.upper(), known.getLast().load())),
                FailureOutlook.of(known, load, config.horizon(), rule),
                List.copyOf(missing));
    }
}
