package io.mnemesh.benchmarks.orchestrator;

import io.mnemesh.intelligence.orchestrator.policy.Action;
import io.mnemesh.intelligence.orchestrator.policy.LoadForecaster;
import io.mnemesh.intelligence.orchestrator.policy.Planner;
import io.mnemesh.intelligence.orchestrator.policy.Proposal;
import io.mnemesh.intelligence.orchestrator.policy.RelayAction;
import io.mnemesh.intelligence.orchestrator.policy.RelayProposal;
import io.mnemesh.intelligence.orchestrator.policy.Relief;
import io.mnemesh.intelligence.orchestrator.policy.ReliefRule;
import io.mnemesh.intelligence.orchestrator.policy.ReliefState;
import io.mnemesh.intelligence.orchestrator.policy.ReliefState.Held;
import io.mnemesh.intelligence.orchestrator.policy.Restraint;
import io.mnemesh.intelligence.orchestrator.policy.ScalingRule;
import io.mnemesh.intelligence.orchestrator.policy.ServiceState;
import io.mnemesh.intelligence.orchestrator.policy.Verdict;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One replay of a load of which {@value #BULK} is bulk, where replicas are capped at what {@value #CAP} of the highest minute needs.
 * Where more is let in than the replicas hold, all of it is late. What was observed in a minute is decided on at its end.
 */
final class CappedRun {

    static final double BULK = 0.4;
    static final double CAP = 0.7;

    private static final int START_UP = 2;
    private static final ReliefRule RULE = new ReliefRule(0, 0.5, Duration.ofMinutes(5), Duration.ofHours(1), 2, 3);

    /**
     * @param late     share of minutes in which what is urgent was late
     * @param over     share of minutes with more load than the replicas hold, whatever was shed
     * @param shed     share of the bulk load that was shed
     * @param needless share of the shed bulk load that there was room for
     * @param orders   orders given and taken back a day
     */
    record Outcome(double late, double over, double shed, double needless, double orders) {}

    private final double[] load;
    private final Cluster cluster;
    private final ScalingRule scaling;
    private final Planner planner;
    private final Relief relief = new Relief(RULE);
    private final Restraint restraint = new Restraint(Duration.ofMinutes(2), 60);
    private final boolean sheds;
    private @Nullable Held held;
    private int orders;

    private CappedRun(LoadTrace trace, boolean sheds) {
        this.load = trace.minutes();
        this.sheds = sheds;
        double highest = Arrays.stream(load).max().orElse(0);
        int most = (int) Math.ceil(CAP * highest / Run.CAPACITY);
        this.scaling = new ScalingRule(2, most, Run.CAPACITY, 5);
        this.cluster = new Cluster(START_UP, scaling.replicas(load[0] * 1.4));
        this.planner = new Planner(scaling, Duration.ofMinutes(1), new LoadForecaster(START_UP + 2, 0.98));
    }

    /** @param sheds whether bulk load may be shed */
    static Outcome of(LoadTrace trace, boolean sheds) {
        return new CappedRun(trace, sheds).replay();
    }

    private Outcome replay() {
        int late = 0;
        int over = 0;
        double shed = 0;
        double needless = 0;
        double bulk = 0;
        int before = 0;
        for (int minute = 0; minute < load.length; minute++) {
            double capacity = cluster.ready(minute) * Run.CAPACITY;
            double seen = held == null ? load[minute] : (1 - BULK) * load[minute];
            if (minute == Run.WARM) {
                before = orders;
            }
            if (minute >= Run.WARM) {
                late += seen > capacity ? 1 : 0;
                over += load[minute] > capacity ? 1 : 0;
                bulk += BULK * load[minute];
                shed += load[minute] - seen;
                needless += load[minute] > capacity ? 0 : load[minute] - seen;
            }
            decide(minute, seen);
        }
        double minutes = load.length - Run.WARM;
        return new Outcome(
                late / minutes,
                over / minutes,
                shed / bulk,
                shed == 0 ? 0 : needless / shed,
                (orders - before) / minutes * LoadTrace.DAY);
    }

    private void decide(int minute, double seen) {
        double offered = relief.offered(seen, held != null);
        ServiceState state = cluster.state(minute, offered);
        for (Proposal proposal : planner.next(state)) {
            if (restraint.judge(proposal.action(), Cluster.at(minute)) instanceof Verdict.Refused) {
                continue;
            }
            restraint.took(proposal.action().target(), Cluster.at(minute));
            if (proposal.action() instanceof Action.Scale scale) {
                cluster.scale(scale.to(), minute + 1);
            }
        }
        if (sheds) {
            relieve(minute, seen, state);
        }
    }

    private void relieve(int minute, double seen, ServiceState state) {
        var now = new ReliefState(
                Cluster.SERVICE,
                Cluster.at(minute),
                seen,
                planner.outlook().expected(),
                state.ready() * Run.CAPACITY,
                state.desired() > state.ready() || state.desired() < scaling.most(),
                List.of(),
                held,
                Map.of());
        for (RelayProposal proposal : relief.next(now)) {
            RelayAction action = proposal.action();
            boolean back = action instanceof RelayAction.TakeBack;
            if (!back && restraint.judge(action, Cluster.at(minute)) instanceof Verdict.Refused) {
                continue;
            }
            restraint.took(action.target(), Cluster.at(minute));
            orders++;
            held = back ? null : new Held(new UUID(0, minute), Cluster.at(minute));
        }
    }
}
