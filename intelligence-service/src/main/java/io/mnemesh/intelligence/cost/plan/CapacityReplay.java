package io.mnemesh.intelligence.cost.plan;

import io.mnemesh.intelligence.orchestrator.policy.Action;
import io.mnemesh.intelligence.orchestrator.policy.LoadForecaster;
import io.mnemesh.intelligence.orchestrator.policy.Planner;
import io.mnemesh.intelligence.orchestrator.policy.Proposal;
import io.mnemesh.intelligence.orchestrator.policy.ScalingRule;
import io.mnemesh.intelligence.orchestrator.policy.ServiceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Replays the load of a service, minute by minute, against ways to provide capacity: fixed numbers of replicas, and the orchestrator's
 * own {@link Planner} at several quantiles, whose replicas are ready after the start-up delay and paid for from the moment they are asked
 * for. Time: minutes times the planner's minute for each quantile. Deterministic.
 */
public final class CapacityReplay {

    /** Minutes below which nothing is said: a day, so that its highest hour was seen. */
    public static final int LEAST = 1_440;

    private static final List<Double> QUANTILES = List.of(0.95, 0.98, 0.995);
    private static final double MINUTES = 60;

    private final ScalingRule rule;
    private final int startUp;
    private final double objective;

    /**
     * @param rule      bounds of the service
     * @param startUp   minutes until a replica is ready
     * @param objective most share of the minutes that may have less capacity than load
     */
    public CapacityReplay(ScalingRule rule, int startUp, double objective) {
        this.rule = rule;
        this.startUp = startUp;
        this.objective = objective;
    }

    /**
     * @param load    in the unit of the rule, the latest minute last, at least {@value #LEAST} minutes; the first half, a day at most,
     *                is learned from and not compared
     * @param running replicas there were in each of these minutes
     */
    public CapacityPlan cheapest(double[] load, int[] running) {
        if (load.length < LEAST || running.length != load.length) {
            throw new IllegalArgumentException(load.length + " minutes of load, " + running.length + " of replicas");
        }
        int from = Math.min(LEAST, load.length / 2);
        CapacityOption best = null;
        for (int replicas = rule.least(); replicas <= rule.most(); replicas++) {
            best = better(best, fixed(load, from, replicas));
        }
        for (double quantile : QUANTILES) {
            best = better(best, planned(load, from, quantile));
        }
        return new CapacityPlan(load.length - from, asItWas(load, running, from), Objects.requireNonNull(best));
    }

    private CapacityOption better(@Nullable CapacityOption best, CapacityOption other) {
        if (best == null) {
            return other;
        }
        boolean bestHolds = best.shortShare() <= objective;
        boolean otherHolds = other.shortShare() <= objective;
        if (bestHolds != otherHolds) {
            return bestHolds ? best : other;
        }
        boolean isBetter =
                bestHolds ? other.replicaHours() < best.replicaHours() : other.shortShare() < best.shortShare();
        return isBetter ? other : best;
    }

    private CapacityOption fixed(double[] load, int from, int replicas) {
        int missed = 0;
        for (int minute = from; minute < load.length; minute++) {
            missed += isShort(load[minute], replicas);
        }
        int minutes = load.length - from;
        return new CapacityOption(replicas, null, (double) missed / minutes, replicas * minutes / MINUTES);
    }

    private CapacityOption asItWas(double[] load, int[] running, int from) {
        int missed = 0;
        long paid = 0;
        for (int minute = from; minute < load.length; minute++) {
            missed += isShort(load[minute], running[minute]);
            paid += running[minute];
        }
        int minutes = load.length - from;
        return new CapacityOption(null, null, (double) missed / minutes, paid / MINUTES);
    }

    private CapacityOption planned(double[] load, int from, double quantile) {
        var planner = new Planner(rule, Duration.ofMinutes(1), new LoadForecaster(startUp + 2, quantile));
        for (int minute = 0; minute < from; minute++) {
            planner.learn(load[minute]);
        }
        var readyAt = new ArrayList<Integer>();
        asked(readyAt, rule.replicas(planner.outlook().upper()), from - startUp);
        int missed = 0;
        long paid = 0;
        for (int minute = from; minute < load.length; minute++) {
            int now = minute;
            int ready = (int) readyAt.stream().filter(at -> at <= now).count();
            missed += isShort(load[minute], ready);
            paid += readyAt.size();
            var state = new ServiceState(
                    "", Instant.EPOCH.plusSeconds(60L * minute), load[minute], readyAt.size(), ready, List.of());
            for (Proposal proposal : planner.next(state)) {
                if (proposal.action() instanceof Action.Scale scale) {
                    asked(readyAt, scale.to(), minute + 1);
                }
            }
        }
        int minutes = load.length - from;
        return new CapacityOption(null, quantile, (double) missed / minutes, paid / MINUTES);
    }

    /** The youngest go first. */
    private void asked(List<Integer> readyAt, int replicas, int minute) {
        while (readyAt.size() > replicas) {
            readyAt.removeLast();
        }
        while (readyAt.size() < replicas) {
            readyAt.add(minute + startUp);
        }
    }

    private int isShort(double load, int replicas) {
        return load > replicas * rule.capacity() ? 1 : 0;
    }
}
