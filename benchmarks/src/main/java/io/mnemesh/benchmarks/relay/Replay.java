package io.mnemesh.benchmarks.relay;

import io.mnemesh.gateway.relay.balance.CostClass;
import io.mnemesh.gateway.relay.balance.RouteContext;
import java.util.Arrays;
import java.util.SplittableRandom;

/** One trace under one strategy. */
final class Replay {

    private static final double NANOS = 1e9;
    private static final double WARM_UP_SECONDS = 5;
    private static final double SECONDS_PER_HOUR = 3600;

    private final Trace trace;
    private final Machines machines;
    private final Strategy strategy;
    private final SplittableRandom arrivals;
    private long[] latencies = new long[1 << 16];
    private int answered;
    private long asked;
    private long failed;
    private long toLast;

    /**
     * Figures of one replay, without its first seconds.
     *
     * @param p99Millis      of what was answered
     * @param failedShare    of what was asked
     * @param lastShare      part of the requests that the last machine got
     */
    record Outcome(double p50Millis, double p99Millis, double failedShare, double lastShare) {}

    private Replay(Trace trace, String strategy, long seed) {
        this.trace = trace;
        var random = new SplittableRandom(seed);
        this.arrivals = random.split();
        this.machines = new Machines(trace.machines(), random.split());
        this.strategy = Strategy.of(strategy, trace.machines(), machines::now, random.split());
    }

    static Outcome of(Trace trace, String strategy, long seed) {
        var replay = new Replay(trace, strategy, seed);
        replay.next();
        replay.machines.run();
        return replay.outcome();
    }

    /** Thinning: candidates come at the highest rate and count with the probability of the rate now. */
    private void next() {
        double gap = -Math.log(1 - arrivals.nextDouble()) / trace.most();
        machines.after((long) (gap * NANOS), () -> {
            if (machines.seconds() > trace.seconds()) {
                return;
            }
            if (arrivals.nextDouble() * trace.most() < trace.rate().applyAsDouble(machines.seconds())) {
                arrive();
            }
            next();
        });
    }

    private void arrive() {
        CostClass costClass = trace.mixed() ? costClass(arrivals.nextDouble()) : CostClass.READ;
        double kilobytes = costClass == CostClass.BULK ? 64 * Math.exp(arrivals.nextGaussian() * 0.7) : 0;
        long begun = machines.now();
        double hour = machines.seconds() / SECONDS_PER_HOUR;
        Strategy.Choice choice = strategy.choose(new RouteContext(
                costClass,
                (long) (kilobytes * 1024),
                hour,
                costClass != CostClass.WRITE && costClass != CostClass.BULK));
        boolean counts = machines.seconds() > WARM_UP_SECONDS;
        if (counts) {
            asked++;
            toLast += choice.machine() == trace.machines().size() - 1 ? 1 : 0;
        }
        machines.send(choice.machine(), costClass, kilobytes, hasFailed -> {
            choice.end(hasFailed);
            if (counts && hasFailed) {
                failed++;
            } else if (counts) {
                if (answered == latencies.length) {
                    latencies = Arrays.copyOf(latencies, answered * 2);
                }
                latencies[answered++] = machines.now() - begun;
            }
        });
    }

    static CostClass costClass(double uniform) {
        return uniform < 0.5
                ? CostClass.READ
                : uniform < 0.75 ? CostClass.SEARCH : uniform < 0.95 ? CostClass.WRITE : CostClass.BULK;
    }

    private Outcome outcome() {
        long[] sorted = Arrays.copyOf(latencies, answered);
        Arrays.sort(sorted);
        return new Outcome(
                Percentiles.millis(sorted, 50),
                Percentiles.millis(sorted, 99),
                (double) failed / asked,
                (double) toLast / asked);
    }
}
