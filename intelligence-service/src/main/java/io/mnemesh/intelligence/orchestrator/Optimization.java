package io.mnemesh.intelligence.orchestrator;

import io.mnemesh.intelligence.orchestrator.persistence.ActionStore;
import io.mnemesh.intelligence.orchestrator.persistence.MinuteStore;
import io.mnemesh.intelligence.orchestrator.persistence.ModeStore;
import io.mnemesh.intelligence.orchestrator.persistence.ModeStore.Said;
import io.mnemesh.intelligence.orchestrator.persistence.PlanStore;
import io.mnemesh.intelligence.sql.Position;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says whether the orchestrator acts, and what it did. */
@ApplicationScoped
public class Optimization {

    private final TenantTransactions transactions;
    private final ActionStore actions;
    private final MinuteStore minutes;
    private final ModeStore modes;
    private final PlanStore plans;
    private final Fleet fleet;
    private final Relays relays;
    private final OrchestratorConfig config;
    private final Clock clock;

    Optimization(
            TenantTransactions transactions,
            ActionStore actions,
            MinuteStore minutes,
            ModeStore modes,
            PlanStore plans,
            Fleet fleet,
            Relays relays,
            OrchestratorConfig config,
            Clock clock) {
        this.transactions = transactions;
        this.actions = actions;
        this.minutes = minutes;
        this.modes = modes;
        this.plans = plans;
        this.fleet = fleet;
        this.relays = relays;
        this.config = config.validated();
        this.clock = clock;
    }

    /**
     * The state of the orchestrator.
     *
     * @param said    what somebody said about the mode; null if nobody did
     * @param canAct  false where it can only advise
     * @param canOrder whether it can give orders to the gateways
     * @param plan    for each service, as of its latest minute
     * @param actions the latest first
     */
    public record Status(
            Mode mode,
            @Nullable Said said,
            boolean canAct,
            boolean canOrder,
            List<String> services,
            List<ServicePlan> plan,
            List<ActionRecord> actions) {}

    /** @param limit most actions */
    public Uni<Status> status(@Nullable String service, @Nullable Position after, int limit) {
        return transactions.inSystem(connection -> modes.said(connection)
                .flatMap(said -> minutes.services(connection)
                        .flatMap(services -> plans.all(connection)
                                .flatMap(plan -> actions.page(connection, service, after, limit)
                                        .map(found -> new Status(
                                                said == null ? config.firstMode() : said.mode(),
                                                said,
                                                fleet.canAct(),
                                                relays.canOrder(),
                                                services,
                                                plan,
                                                found))))));
    }

    /** From the next minute on it acts so, also after a restart. */
    public Uni<Void> say(Mode mode, String by) {
        var said = new Said(mode, by, clock.instant().truncatedTo(ChronoUnit.MICROS));
        return transactions.inSystem(connection -> modes.say(connection, said));
    }
}
