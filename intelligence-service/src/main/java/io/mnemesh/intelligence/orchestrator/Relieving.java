package io.mnemesh.intelligence.orchestrator;

import io.mnemesh.intelligence.orchestrator.policy.InstanceMinute;
import io.mnemesh.intelligence.orchestrator.policy.LoadOutlook;
import io.mnemesh.intelligence.orchestrator.policy.RelayAction;
import io.mnemesh.intelligence.orchestrator.policy.RelayProposal;
import io.mnemesh.intelligence.orchestrator.policy.Relief;
import io.mnemesh.intelligence.orchestrator.policy.ReliefState;
import io.mnemesh.intelligence.orchestrator.policy.ReliefState.Held;
import io.mnemesh.intelligence.orchestrator.policy.Verdict;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.order.GatewayOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the gateways are to keep away from. Orders in force are what Redis says, so that whoever decides next goes on with them.
 * What is only advised or rehearsed is taken for given here, so that it is said once and taken back as it would be.
 * What is at its limit where there is no gateway before it, the gateway, is relieved by shedding everywhere. Blocks on the gateways.
 * Not thread-safe.
 */
final class Relieving {

    private static final String GATEWAY = "gateway";

    private final OrchestratorConfig config;
    private final Relays relays;
    private final Ids ids;
    private final Audit audit;
    private final InstanceCounts counts = new InstanceCounts();
    private final Map<String, Relief> reliefs = new HashMap<>();
    private final Map<UUID, GatewayOrder> pretended = new HashMap<>();
    private @Nullable Mode pretendedIn;
    private Map<String, Instant> cancelled = Map.of();
    private @Nullable List<GatewayOrder> orders;
    private Map<String, List<InstanceMinute>> instances = Map.of();

    Relieving(OrchestratorConfig config, Relays relays, Ids ids, Audit audit) {
        this.config = config;
        this.relays = relays;
        this.ids = ids;
        this.audit = audit;
    }

    /**
     * Begins a minute. Where the gateways cannot be heard nothing is decided about them, and orders end by themselves.
     *
     * @param cancelledAt when operators cancelled orders lately, by target
     */
    void look(Map<String, Instant> cancelledAt) {
        cancelled = Map.copyOf(cancelledAt);
        if (!relays.canOrder()) {
            orders = List.of();
            return;
        }
        try {
            RelaySight sight = relays.look();
            orders = sight.orders();
            instances = counts.since(sight.words());
        } catch (FleetException e) {
            orders = null;
            instances = Map.of();
        }
    }

    /** Orders in force as of the last look. */
    List<GatewayOrder> orders() {
        return orders == null ? List.of() : orders;
    }

    /** The load of a service that would be there if nothing of it were shed. */
    double offered(String service, double load) {
        return relief(service).offered(load, held(service).stream().anyMatch(order -> order.instance() == null));
    }

    /**
     * Gives and takes back orders about a service.
     *
     * @param load    what is seen of its load
     * @param ready   replicas that answer
     * @param mayGrow whether there may soon be more
     */
    List<ActionRecord> decide(
            String service, double load, LoadOutlook outlook, int ready, boolean mayGrow, Mode mode, Instant now) {
        var news = new ArrayList<ActionRecord>();
        if (orders == null) {
            return news;
        }
        if (mode != pretendedIn) {
            pretended.clear();
            pretendedIn = mode;
        }
        List<GatewayOrder> held = held(service);
        var taken = new ArrayList<GatewayOrder>(held);
        pretended.values().stream()
                .filter(order -> order.service().equals(name(service)))
                .forEach(taken::add);
        var ended = new HashSet<UUID>();
        ReliefState state = state(service, load, outlook, ready, mayGrow, taken, now);
        for (RelayProposal proposal : relief(service).next(state)) {
            take(proposal, mode, now, ended, news);
        }
        for (GatewayOrder order : held) {
            if (ended.contains(order.id())) {
                continue;
            }
            if (mode != Mode.APPLY) {
                var action = new RelayAction.TakeBack(order.id(), order.service(), order.instance());
                ended.add(order.id());
                audit.add(
                        takenBack(action, new RelayProposal(action, "The mode is " + mode.text() + ".", 1), now), news);
            } else {
                renew(order, now);
            }
        }
        return news;
    }

    private List<GatewayOrder> held(String service) {
        String name = name(service);
        return orders().stream().filter(order -> order.service().equals(name)).toList();
    }

    private static String name(String service) {
        return service.equals(GATEWAY) ? RelayAction.ALL : service;
    }

    private Relief relief(String service) {
        return reliefs.computeIfAbsent(
                service, name -> new Relief(config.relay().rule()));
    }

    private ReliefState state(
            String service,
            double load,
            LoadOutlook outlook,
            int ready,
            boolean mayGrow,
            List<GatewayOrder> held,
            Instant now) {
        Held shed = null;
        Map<String, Held> opened = new HashMap<>();
        for (GatewayOrder order : held) {
            if (order.instance() == null) {
                shed = new Held(order.id(), order.since());
            } else {
                opened.put(order.instance(), new Held(order.id(), order.since()));
            }
        }
        return new ReliefState(
                name(service),
                now,
                load,
                outlook.expected(),
                ready * config.rule(service).capacity(),
                mayGrow,
                instances.getOrDefault(service, List.of()),
                shed,
                opened);
    }

    private void take(RelayProposal proposal, Mode mode, Instant now, Set<UUID> ended, List<ActionRecord> news) {
        if (proposal.action() instanceof RelayAction.TakeBack action) {
            ended.add(action.order());
            GatewayOrder pretence = pretended.remove(action.order());
            audit.add(
                    pretence == null
                            ? takenBack(action, proposal, now)
                            : record(proposal, now, mode == Mode.DRY_RUN ? Outcome.DRY_RUN : Outcome.ADVISED, null),
                    news);
        } else if (mode != Mode.OFF) {
            audit.add(ordered(proposal, mode, now), news);
        }
    }

    private ActionRecord ordered(RelayProposal proposal, Mode mode, Instant now) {
        RelayAction action = proposal.action();
        Instant at = cancelled.get(action.target());
        if (at != null) {
            return record(proposal, now, Outcome.REFUSED, "cancelled: An operator took it back at " + at + ".");
        }
        if (audit.judge(action, now) instanceof Verdict.Refused refused) {
            return record(proposal, now, Outcome.REFUSED, refused.rule() + ": " + refused.why());
        }
        GatewayOrder order = order(proposal, now);
        if (mode == Mode.ADVISE || !relays.canOrder()) {
            pretend(order);
            return record(proposal, now, Outcome.ADVISED, mode == Mode.ADVISE ? null : MeshRelays.NO_KEY);
        }
        try {
            String answer = relays.rehearse(order);
            if (mode == Mode.DRY_RUN) {
                pretend(order);
                return record(proposal, now, Outcome.DRY_RUN, answer);
            }
            return record(proposal, now, Outcome.APPLIED, relays.give(order));
        } catch (FleetException e) {
            return record(proposal, now, Outcome.FAILED, e.getMessage());
        }
    }

    private GatewayOrder order(RelayProposal proposal, Instant now) {
        RelayAction action = proposal.action();
        return new GatewayOrder(
                ids.next(),
                action.service(),
                action instanceof RelayAction.OpenBreaker open ? open.instance() : null,
                action instanceof RelayAction.ShedBulk shed ? shed.share() : 0,
                proposal.reason(),
                now,
                now.plus(config.relay().lease()),
                false);
    }

    private void pretend(GatewayOrder order) {
        pretended.put(order.id(), order);
    }

    private ActionRecord takenBack(RelayAction.TakeBack action, RelayProposal proposal, Instant now) {
        try {
            relays.takeBack(action.order());
            return record(proposal, now, Outcome.APPLIED, null);
        } catch (FleetException e) {
            return record(proposal, now, Outcome.FAILED, e.getMessage());
        }
    }

    private void renew(GatewayOrder order, Instant now) {
        try {
            relays.renew(order.until(now.plus(config.relay().lease())));
        } catch (FleetException e) {
            // it ends by itself, and is proposed again if it is needed
            orders = null;
        }
    }

    private ActionRecord record(RelayProposal proposal, Instant now, Outcome outcome, @Nullable String note) {
        RelayAction action = proposal.action();
        String detail =
                switch (action) {
                    case RelayAction.OpenBreaker open -> "no request to " + open.instance() + " for a while";
                    case RelayAction.ShedBulk shed ->
                        "low priority has " + Math.round(shed.share() * 100) + " % of the limit";
                    case RelayAction.TakeBack back -> "the order of " + since(back.order(), now) + " ends";
                };
        return new ActionRecord(
                ids.next(),
                now,
                action.service(),
                action.kind(),
                action.target(),
                detail,
                proposal.reason(),
                proposal.confidence(),
                outcome,
                note);
    }

    private Instant since(UUID id, Instant now) {
        return orders().stream()
                .filter(order -> order.id().equals(id))
                .map(GatewayOrder::since)
                .findFirst()
                .orElse(now);
    }
}
