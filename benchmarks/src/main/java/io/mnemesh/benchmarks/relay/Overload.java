package io.mnemesh.benchmarks.relay;

import io.mnemesh.gateway.relay.balance.BalancerSettings;
import io.mnemesh.gateway.relay.balance.CostClass;
import io.mnemesh.gateway.relay.balance.Priority;
import io.mnemesh.gateway.relay.balance.Result;
import io.mnemesh.gateway.relay.balance.RouteContext;
import io.mnemesh.gateway.relay.balance.Routed;
import io.mnemesh.gateway.relay.balance.Upstream;
import io.mnemesh.gateway.relay.balance.UpstreamSettings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * An upstream of eight machines, one of them five times as slow and one failing at once, asked by clients of three priorities
 * for more than it can bear. Everything the gateway decides is decided by its own {@link Upstream}.
 */
final class Overload {

    static final int MACHINES = 8;
    static final int FAILING = MACHINES - 1;

    private static final int SERVERS = 4;
    private static final double MILLIS = 10;
    private static final double SLOW = 5;
    private static final double SECONDS = 120;
    private static final double WARM_UP = 20;
    private static final double HIGH = 0.1;
    private static final double NORMAL = 0.4;

    /** Requests per second that the machines that answer can bear. */
    static final double CAPACITY = SERVERS * 1000 / MILLIS * (MACHINES - 2 + 1 / SLOW);

    private final Machines machines;
    private final Upstream upstream;
    private final SplittableRandom arrivals;
    private final double rate;
    private final Map<Priority, List<Long>> latencies = new EnumMap<>(Priority.class);
    private final Map<Priority, Integer> asked = new EnumMap<>(Priority.class);
    private long sent;
    private long sentToFailing;

    /**
     * Figures after the warm-up.
     *
     * @param goodput      answers per second over the capacity
     * @param failingShare part of all sendings that went to the failing machine
     * @param answered     part of the requests that were answered, by priority
     */
    record Outcome(double highP99Millis, double goodput, double failingShare, Map<Priority, Double> answered) {}

    private Overload(double load, long seed) {
        var random = new SplittableRandom(seed);
        this.arrivals = random.split();
        this.rate = load * CAPACITY;
        var list = new ArrayList<Machine>();
        for (int i = 0; i < MACHINES - 2; i++) {
            list.add(Machine.plain(SERVERS, MILLIS));
        }
        list.add(Machine.plain(SERVERS, SLOW * MILLIS));
        list.add(Machine.failing(SERVERS, MILLIS, 0, Double.MAX_VALUE));
        this.machines = new Machines(list, random.split());
        var choices = random.split();
        this.upstream = new Upstream(
                new UpstreamSettings(BalancerSettings.defaults(), 8, 100, 1280, 0.1, 10, true),
                machines::now,
                () -> choices);
        upstream.update(Strategy.Balanced.ids(MACHINES));
        for (Priority priority : Priority.values()) {
            latencies.put(priority, new ArrayList<>());
            asked.put(priority, 0);
        }
    }

    /** @param load requests per second over the capacity */
    static Outcome of(double load, long seed) {
        var overload = new Overload(load, seed);
        overload.next();
        overload.machines.run();
        return overload.outcome();
    }

    private void next() {
        double gap = -Math.log(1 - arrivals.nextDouble()) / rate;
        machines.after((long) (gap * 1e9), () -> {
            if (machines.seconds() < SECONDS) {
                arrive(priority(arrivals.nextDouble()));
                next();
            }
        });
    }

    private static Priority priority(double uniform) {
        return uniform < HIGH ? Priority.HIGH : uniform < HIGH + NORMAL ? Priority.NORMAL : Priority.LOW;
    }

    private void arrive(Priority priority) {
        boolean counts = machines.seconds() >= WARM_UP;
        if (counts) {
            asked.merge(priority, 1, Integer::sum);
        }
        if (upstream.enter(priority) == Upstream.Entry.ENTERED) {
            var context = new RouteContext(CostClass.READ, 0, 0, true, priority);
            send(context, Objects.requireNonNull(upstream.route(context)), priority, machines.now(), counts, true);
        }
    }

    private void send(
            RouteContext context, Routed routed, Priority priority, long begun, boolean counts, boolean mayRepeat) {
        int machine = Integer.parseInt(routed.instance().id());
        if (counts) {
            sent++;
            sentToFailing += machine == FAILING ? 1 : 0;
        }
        machines.send(machine, context.costClass(), 0, failed -> {
            Routed again = failed && mayRepeat ? again(context, routed) : null;
            upstream.end(routed, failed ? Result.FAILED : Result.ANSWERED);
            if (again != null) {
                send(context, again, priority, begun, counts, false);
            } else if (!failed && counts) {
                Objects.requireNonNull(latencies.get(priority)).add(machines.now() - begun);
            }
        });
    }

    private @Nullable Routed again(RouteContext context, Routed failed) {
        return upstream.again(context, failed, false);
    }

    private Outcome outcome() {
        var answered = new EnumMap<Priority, Double>(Priority.class);
        int all = 0;
        for (Priority priority : Priority.values()) {
            int some = Objects.requireNonNull(latencies.get(priority)).size();
            all += some;
            answered.put(priority, some / (double) Math.max(1, Objects.requireNonNull(asked.get(priority))));
        }
        long[] high = Objects.requireNonNull(latencies.get(Priority.HIGH)).stream()
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        return new Outcome(
                Percentiles.millis(high, 99),
                all / (SECONDS - WARM_UP) / CAPACITY,
                (double) sentToFailing / sent,
                answered);
    }
}
