package io.mnemesh.intelligence.orchestrator;

import io.mnemesh.intelligence.orchestrator.Fleet.Deployed;
import io.mnemesh.intelligence.orchestrator.policy.Action;
import io.mnemesh.intelligence.orchestrator.policy.Planner;
import io.mnemesh.intelligence.orchestrator.policy.Proposal;
import io.mnemesh.intelligence.orchestrator.policy.Restraint;
import io.mnemesh.intelligence.orchestrator.policy.ServiceMinute;
import io.mnemesh.intelligence.orchestrator.policy.ServiceState;
import io.mnemesh.intelligence.orchestrator.policy.Verdict;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.order.GatewayOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one instance knows while it decides: a planner for each service, what was done lately, and what was said lately, so that the same
 * is not written down every minute. Blocks on the fleet. Not thread-safe.
 */
final class Deciding {

    private final OrchestratorConfig config;
    private final Fleet fleet;
    private final Ids ids;
    private final Map<String, Planner> planners = new HashMap<>();
    private final Audit audit;
    private final Relieving relieving;

    Deciding(OrchestratorConfig config, Fleet fleet, Relays relays, Ids ids, List<ActionRecord> lately) {
        this.config = config;
        this.fleet = fleet;
        this.ids = ids;
        this.audit = new Audit(new Restraint(config.coolDown(), config.budget()), lately);
        this.relieving = new Relieving(config, relays, ids, audit);
    }

    /** @param minutes what is known of the service */
    void learn(String service, List<ServiceMinute> minutes) {
        planners.put(service, Watched.planner(config, service, minutes));
    }

    /** Whether what is known of the service was learned. */
    boolean knows(String service) {
        return planners.containsKey(service);
    }

    int budgetLeft(Instant now) {
        return audit.budgetLeft(now);
    }

    /** Begins a minute: what is ordered of the gateways is {@link Relieving#look looked} at once for all services. */
    void look(Map<String, Instant> cancelled) {
        relieving.look(cancelled);
    }

    /** Orders to the gateways in force as of the last look. */
    List<GatewayOrder> orders() {
        return relieving.orders();
    }

    /**
     * Learns of a minute, acts if it may, and says what is news. Where it cannot be seen how the service runs, nothing is done where
     * it runs.
     */
    Decision decide(String service, ServiceMinute minute, Mode mode, Instant now) {
        Planner planner = planners.computeIfAbsent(service, name -> Watched.planner(config, name, List.of()));
        double offered = relieving.offered(service, minute.load());
        Optional<Deployed> deployed;
        try {
            deployed = fleet.look(service);
        } catch (FleetException e) {
            planner.learn(offered);
            List<ActionRecord> news =
                    relieving.decide(service, minute.load(), planner.outlook(), minute.instances(), true, mode, now);
            return new Decision(plan(service, minute, Optional.empty(), planner, List.of(), now, e.getMessage()), news);
        }
        int seen = deployed.map(Deployed::desired).orElse(minute.instances());
        int ready = deployed.map(Deployed::ready).orElse(minute.instances());
        var state = new ServiceState(
                service, now, offered, seen, ready, deployed.map(Deployed::pods).orElse(List.of()));
        List<Proposal> proposals = planner.next(state);
        var news = new ArrayList<ActionRecord>();
        if (mode != Mode.OFF) {
            for (Proposal proposal : proposals) {
                ActionRecord record =
                        take(service, proposal, deployed.map(Deployed::scaledBy).orElse(null), mode, now);
                audit.add(record, news);
            }
        }
        boolean mayGrow = mayGrow(service, seen, ready, deployed.orElse(null));
        news.addAll(relieving.decide(service, minute.load(), planner.outlook(), ready, mayGrow, mode, now));
        return new Decision(plan(service, minute, deployed, planner, proposals, now, null), List.copyOf(news));
    }

    private boolean mayGrow(String service, int desired, int ready, @Nullable Deployed deployed) {
        boolean others = deployed != null && deployed.scaledBy() != null;
        return desired > ready
                || others
                || (fleet.canAct() && desired < config.rule(service).most());
    }

    private static ServicePlan plan(
            String service,
            ServiceMinute minute,
            Optional<Deployed> deployed,
            Planner planner,
            List<Proposal> proposals,
            Instant now,
            @Nullable String failure) {
        int desired = deployed.map(Deployed::desired).orElse(minute.instances());
        return new ServicePlan(
                service,
                now,
                desired,
                deployed.map(Deployed::ready).orElse(minute.instances()),
                proposals.stream()
                        .map(Proposal::action)
                        .filter(Action.Scale.class::isInstance)
                        .map(Action.Scale.class::cast)
                        .map(Action.Scale::to)
                        .findFirst()
                        .orElse(desired),
                minute.load(),
                planner.outlook().upper(),
                deployed.map(Deployed::scaledBy).orElse(null),
                failure);
    }

    private ActionRecord take(String service, Proposal proposal, @Nullable String scaledBy, Mode mode, Instant now) {
        Action action = proposal.action();
        if (action instanceof Action.Scale && scaledBy != null) {
            return record(
                    service, proposal, now, Outcome.REFUSED, "autoscaler: " + scaledBy + " decides on the replicas.");
        }
        if (audit.judge(action, now) instanceof Verdict.Refused refused) {
            return record(service, proposal, now, Outcome.REFUSED, refused.rule() + ": " + refused.why());
        }
        if (mode == Mode.ADVISE || !fleet.canAct()) {
            return record(service, proposal, now, Outcome.ADVISED, mode == Mode.ADVISE ? null : AdvisingFleet.NOTHING);
        }
        try {
            String answer = fleet.rehearse(action);
            if (mode == Mode.DRY_RUN) {
                return record(service, proposal, now, Outcome.DRY_RUN, answer);
            }
            return record(service, proposal, now, Outcome.APPLIED, fleet.carryOut(action));
        } catch (FleetException e) {
            return record(service, proposal, now, Outcome.FAILED, e.getMessage());
        }
    }

    private ActionRecord record(
            String service, Proposal proposal, Instant now, Outcome outcome, @Nullable String note) {
        Action action = proposal.action();
        String detail =
                switch (action) {
                    case Action.Scale scale -> scale.from() + " to " + scale.to() + " replicas";
                    case Action.RestartPod restart -> "not ready since " + restart.unhealthySince();
                };
        return new ActionRecord(
                ids.next(),
                now,
                service,
                action.kind(),
                action.target(),
                detail,
                proposal.reason(),
                proposal.confidence(),
                outcome,
                note);
    }
}
