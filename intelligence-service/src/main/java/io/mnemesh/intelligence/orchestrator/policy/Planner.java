package io.mnemesh.intelligence.orchestrator.policy;

import io.mnemesh.intelligence.orchestrator.policy.ServiceState.UnreadyPod;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Proposes what to do with one service, a minute at a time: replicas for the load that is to be expected until more could be there,
 * fewer only when fewer were enough for a while, and another pod for one that stopped answering. Not thread-safe.
 */
public final class Planner {

    private final ScalingRule rule;
    private final Duration patience;
    private final LoadForecaster forecaster;
    private final Deque<Integer> needed = new ArrayDeque<>();

    /**
     * @param patience how long a pod that was ready may be unready before it is replaced
     */
    public Planner(ScalingRule rule, Duration patience, LoadForecaster forecaster) {
        this.rule = rule;
        this.patience = patience;
        this.forecaster = forecaster;
    }

    /** Learns of a minute of the past, without a proposal. */
    public void learn(double load) {
        forecaster.add(load);
    }

    public LoadOutlook outlook() {
        return forecaster.outlook();
    }

    /** Learns of the next minute and says what to do. */
    public List<Proposal> next(ServiceState state) {
        forecaster.add(state.load());
        var proposals = new ArrayList<Proposal>();
        restart(state, proposals);
        scale(state, proposals);
        return List.copyOf(proposals);
    }

    private void restart(ServiceState state, List<Proposal> proposals) {
        state.pods().stream()
                .filter(pod ->
                        pod.wasReady() && !state.at().isBefore(pod.since().plus(patience)))
                .min(Comparator.comparing(UnreadyPod::since))
                .ifPresent(pod -> proposals.add(new Proposal(
                        new Action.RestartPod(state.service(), pod.name(), pod.since()),
                        "It was ready and has not been for " + seconds(Duration.between(pod.since(), state.at()))
                                + " s; " + state.ready() + " of " + state.desired() + " are.",
                        1)));
    }

    private void scale(ServiceState state, List<Proposal> proposals) {
        LoadOutlook outlook = forecaster.outlook();
        int lost = (int) state.pods().stream().filter(UnreadyPod::wasReady).count();
        int now = Math.max(rule.replicas(outlook.upper()), rule.replicas(state.load()));
        needed.addLast(Math.min(rule.most(), now + lost));
        while (needed.size() > rule.holdMinutes() + 1) {
            needed.removeFirst();
        }
        int wanted = needed.getLast() >= state.desired()
                ? needed.getLast()
                : Math.min(
                        state.desired(), needed.stream().max(Integer::compare).orElse(state.desired()));
        if (wanted != state.desired()) {
            proposals.add(new Proposal(
                    new Action.Scale(state.service(), state.desired(), wanted),
                    String.format(
                            Locale.ROOT,
                            "The load is %.3g; at most %.3g is expected until more could be ready (forecast %.3g), and one"
                                    + " replica holds %.3g%s.",
                            state.load(),
                            outlook.upper(),
                            outlook.expected(),
                            rule.capacity(),
                            lost == 0 ? "" : "; " + lost + " that were ready are not"),
                    outlook.confidence()));
        }
    }

    private static long seconds(Duration duration) {
        return duration.toSeconds();
    }
}
