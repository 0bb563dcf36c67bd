package io.mnemesh.benchmarks.orchestrator;

import io.mnemesh.intelligence.orchestrator.policy.Action;
import io.mnemesh.intelligence.orchestrator.policy.LoadForecaster;
import io.mnemesh.intelligence.orchestrator.policy.Planner;
import io.mnemesh.intelligence.orchestrator.policy.Proposal;
import io.mnemesh.intelligence.orchestrator.policy.Restraint;
import io.mnemesh.intelligence.orchestrator.policy.ScalingRule;
import io.mnemesh.intelligence.orchestrator.policy.Verdict;
import java.time.Duration;
import java.util.Random;

/** One replay of a load. What was observed in a minute is decided on at its end; days before {@link #WARM} are not counted. */
final class Run {

    /** First minute that counts. */
    static final int WARM = 2 * LoadTrace.DAY;

    static final double CAPACITY = 100;
    static final ScalingRule RULE = new ScalingRule(2, 60, CAPACITY, 5);

    /**
     * @param under    share of minutes with less capacity than load
     * @param cost     pods paid for, those that start or fail too, over those of an oracle with the same start-up delay
     * @param strict   the same over an oracle whose pods are there at once
     * @param actions  actions taken a day
     * @param refusals actions that were refused a day
     */
    record Outcome(double under, double cost, double strict, double actions, double refusals) {}

    private Run() {}

    /** By the orchestrator. */
    static Outcome planned(LoadTrace trace, int startUp, long seed, double quantile) {
        var planner = new Planner(RULE, Duration.ofMinutes(1), new LoadForecaster(startUp + 2, quantile));
        var restraint = new Restraint(Duration.ofMinutes(2), 60);
        return replay(trace, startUp, seed, (cluster, minute) -> {
            int[] counts = new int[2];
            for (Proposal proposal : planner.next(cluster.state(minute, trace.minutes()[minute]))) {
                Action action = proposal.action();
                if (restraint.judge(action, Cluster.at(minute)) instanceof Verdict.Refused) {
                    counts[1]++;
                    continue;
                }
                restraint.took(action.target(), Cluster.at(minute));
                counts[0]++;
                switch (action) {
                    case Action.Scale scale -> cluster.scale(scale.to(), minute + 1);
                    case Action.RestartPod restart -> cluster.restart(restart.pod(), minute + 1);
                }
            }
            return counts;
        });
    }

    /** As a horizontal pod autoscaler does: a target of use, fewer only after five minutes; a failed pod is replaced by its probe. */
    static Outcome reactive(LoadTrace trace, int startUp, long seed, double target) {
        int[] needed = new int[5];
        return replay(trace, startUp, seed, (cluster, minute) -> {
            double load = trace.minutes()[minute];
            cluster.state(minute, load).pods().stream()
                    .filter(pod -> pod.wasReady())
                    .forEach(pod -> cluster.restart(pod.name(), minute + 1));
            needed[minute % needed.length] = RULE.replicas(load / target);
            int wanted = java.util.Arrays.stream(needed).max().orElse(1);
            int before = cluster.pods();
            cluster.scale(wanted, minute + 1);
            return new int[] {wanted == before ? 0 : 1, 0};
        });
    }

    @FunctionalInterface
    private interface Decider {
        int[] decide(Cluster cluster, int minute);
    }

    private static Outcome replay(LoadTrace trace, int startUp, long seed, Decider decider) {
        double[] load = trace.minutes();
        var random = new Random(seed);
        var cluster = new Cluster(startUp, RULE.replicas(load[0] * 1.4));
        long under = 0;
        long paid = 0;
        long oracle = 0;
        long strict = 0;
        long actions = 0;
        long refusals = 0;
        for (int minute = 0; minute < load.length; minute++) {
            if (random.nextDouble() < trace.failures() / LoadTrace.DAY) {
                cluster.failOne(minute, random);
            }
            boolean isCounted = minute >= WARM;
            if (isCounted) {
                under += cluster.ready(minute) * CAPACITY < load[minute] ? 1 : 0;
                paid += cluster.pods();
                strict += RULE.replicas(load[minute]);
                oracle += ahead(load, minute, startUp);
            }
            int[] counts = decider.decide(cluster, minute);
            actions += isCounted ? counts[0] : 0;
            refusals += isCounted ? counts[1] : 0;
        }
        double minutes = load.length - WARM;
        double days = minutes / LoadTrace.DAY;
        return new Outcome(
                under / minutes, (double) paid / oracle, (double) paid / strict, actions / days, refusals / days);
    }

    /** Pods of an oracle: those that this minute needs and those that must be starting for the minutes ahead. */
    private static int ahead(double[] load, int minute, int startUp) {
        int most = 0;
        for (int t = minute; t <= Math.min(load.length - 1, minute + startUp); t++) {
            most = Math.max(most, RULE.replicas(load[t]));
        }
        return most;
    }
}
