package io.mnemesh.intelligence.orchestrator.policy;

import io.mnemesh.intelligence.orchestrator.policy.InstanceOutlook.Failing;
import io.mnemesh.intelligence.orchestrator.policy.ReliefState.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Proposes, a minute at a time, what the gateways should do about one service: keep away from an instance that fails while the others
 * do not; refuse bulk load when the service carries more than its replicas hold and no more can be had in time, or when all of its
 * instances fail alike; and take both back. What is shed is not seen any more, so the load that would be there is the load that is
 * there plus what went when shedding began. Not thread-safe.
 */
public final class Relief {

    /** Part of the capacity that the load has to stay below before bulk load is let in again. */
    private static final double ROOM = 0.9;

    /** What is left to chance in the bound that failures rest on. */
    private static final double CHANCE = 0.05;

    private final ReliefRule rule;
    private final InstanceOutlook outlook = new InstanceOutlook();
    private int over;
    private int room;
    private double lastLoad;
    private double shed;
    private boolean shedding;

    public Relief(ReliefRule rule) {
        this.rule = rule;
    }

    /** Takes in what there is of a minute before its forecast is made. @return the load that would be there */
    public double offered(double load, boolean isShed) {
        if (isShed && !shedding) {
            shed = Math.max(0, lastLoad - load);
        } else if (!isShed) {
            shed = 0;
        }
        shedding = isShed;
        lastLoad = load;
        return load + shed;
    }

    /** Says what to do. {@link #offered} comes first. */
    public List<RelayProposal> next(ReliefState state) {
        outlook.add(state.instances());
        var proposals = new ArrayList<RelayProposal>();
        breakers(state, proposals);
        bulk(state, proposals);
        return List.copyOf(proposals);
    }

    private void breakers(ReliefState state, List<RelayProposal> proposals) {
        for (Map.Entry<String, Held> one : state.opened().entrySet()) {
            Held held = one.getValue();
            if (isOver(held.since(), rule.breakerHold(), state.at())) {
                proposals.add(new RelayProposal(
                        new RelayAction.TakeBack(held.order(), state.service(), one.getKey()),
                        "It was left out for " + minutes(held.since(), state.at()) + " minutes and is tried again.",
                        1));
            }
        }
        int instances = state.instances().size();
        int allowed = (int) Math.floor(rule.openedShare() * instances)
                - state.opened().size();
        for (Failing failing : outlook.failing()) {
            if (allowed > 0 && !state.opened().containsKey(failing.address())) {
                allowed--;
                proposals.add(new RelayProposal(
                        new RelayAction.OpenBreaker(state.service(), failing.address()),
                        String.format(
                                Locale.ROOT,
                                "%.1f %% of its %d requests of the last minutes failed, and %.2f %% of those of the others.",
                                failing.share() * 100,
                                failing.requests(),
                                failing.others() * 100),
                        Math.max(0, 1 - failing.others() / failing.share())));
            }
        }
    }

    private void bulk(ReliefState state, List<RelayProposal> proposals) {
        double offered = state.load() + shed;
        double failing = outlook.everywhere();
        over = offered > state.capacity() ? over + 1 : 0;
        room = offered <= ROOM * state.capacity() && failing == 0 ? room + 1 : 0;
        Held held = state.shed();
        if (held != null) {
            restore(state, held, offered, proposals);
            return;
        }
        if (over > (state.mayGrow() ? rule.patience() : 0)) {
            propose(state, proposals, 1, "The load is %.3g and the replicas that answer hold %.3g; %s.", offered);
        } else if (!state.mayGrow() && state.expected() > state.capacity()) {
            propose(
                    state,
                    proposals,
                    0.5,
                    "A load of %.3g is expected and the replicas that answer hold %.3g; %s.",
                    state.expected());
        } else if (failing > 0) {
            proposals.add(new RelayProposal(
                    new RelayAction.ShedBulk(state.service(), rule.lowShare()),
                    String.format(
                            Locale.ROOT,
                            "%.1f %% of the requests of the last minutes failed, at all of its instances alike.",
                            failing * 100),
                    1 - CHANCE));
        }
    }

    private void propose(
            ReliefState state, List<RelayProposal> proposals, double confidence, String sentence, double load) {
        proposals.add(new RelayProposal(
                new RelayAction.ShedBulk(state.service(), rule.lowShare()),
                String.format(
                        Locale.ROOT,
                        sentence,
                        load,
                        state.capacity(),
                        state.mayGrow() ? "more would come too late" : "more cannot be had"),
                confidence));
    }

    private void restore(ReliefState state, Held held, double offered, List<RelayProposal> proposals) {
        boolean isLongest = isOver(held.since(), rule.longest(), state.at());
        if (room < rule.hold() && !isLongest) {
            return;
        }
        proposals.add(new RelayProposal(
                new RelayAction.TakeBack(held.order(), state.service(), null),
                isLongest
                        ? "It was shed for " + minutes(held.since(), state.at()) + " minutes, which is the longest."
                        : String.format(
                                Locale.ROOT,
                                "With what was shed the load would be %.3g, and the replicas that answer hold %.3g.",
                                offered,
                                state.capacity()),
                1));
    }

    private static boolean isOver(Instant since, Duration longest, Instant now) {
        return !since.plus(longest).isAfter(now);
    }

    private static long minutes(Instant since, Instant now) {
        return Duration.between(since, now).toMinutes();
    }
}
