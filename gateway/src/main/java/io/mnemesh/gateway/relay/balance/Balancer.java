package io.mnemesh.gateway.relay.balance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the instance for each request of one upstream and learns from how it went.
 *
 * <p>The ground is the power of two choices (Mitzenmacher 2001) over peak-EWMA latency × (requests in flight + 1) × a penalty
 * for failures, as in Finagle and Linkerd. Of failures no latency is learned, so that one that fails fast attracts nothing. On
 * top of it, while {@link Trust} says so, all instances of a small group are compared by their expected delay: the service time
 * that is learned with the {@link QueueModel}, times e to the {@link Residual}, times what the queue makes of it. A few requests
 * go to the instance whose expectation is the least certain.
 *
 * <p>An instance is ejected for one of the {@link EjectionReasons}; never more than a share of the group, and for longer each
 * time.
 *
 * <p>Thread-safe without locks on the way of a request; averages may lose single updates of threads that meet. Costs O(n) for
 * n instances.
 */
public final class Balancer {

    private static final int COMPARED_ALL = 8;

    private final BalancerSettings settings;
    private final LongSupplier nanos;
    private final Supplier<? extends RandomGenerator> random;
    private final QueueModel queue = new QueueModel();
    private final Scores scores = new Scores(queue);
    private final Trust trust = new Trust();
    private final FailureModel failureModel = new FailureModel();
    private final EjectionReasons reasons;
    private final Ejections ejections;
    private volatile Instance[] instances = {};

    /** Those that left with requests under way. */
    private volatile Instance[] leaving = {};

    private final AtomicInteger turn = new AtomicInteger();
    private volatile boolean learning;
    private volatile boolean rotating;

    public Balancer(BalancerSettings settings, LongSupplier nanos, Supplier<? extends RandomGenerator> random) {
        this.settings = settings;
        this.nanos = nanos;
        this.random = random;
        this.learning = settings.learning();
        this.reasons = new EjectionReasons(settings, failureModel);
        this.ejections = new Ejections(settings.ejectedShare());
    }

    /**
     * Sets which instances there are; those that stay keep what is known of them. Those that leave get no further request, and
     * answer those that they have; what is known of one that comes back before that is kept too.
     */
    public synchronized void update(List<String> ids) {
        Map<String, Instance> known = new LinkedHashMap<>();
        for (Instance instance : leaving) {
            known.put(instance.id(), instance);
        }
        for (Instance instance : instances) {
            known.put(instance.id(), instance);
        }
        long now = nanos.getAsLong();
        var next = new ArrayList<Instance>();
        for (String id : ids) {
            Instance kept = known.remove(id);
            next.add(kept == null ? new Instance(id, settings, now) : kept);
        }
        instances = next.toArray(Instance[]::new);
        leaving = known.values().stream()
                .filter(instance -> instance.inFlight() > 0)
                .toArray(Instance[]::new);
    }

    /** Instances that left and still have requests under way. */
    public int draining() {
        int draining = 0;
        for (Instance instance : leaving) {
            draining += instance.inFlight() > 0 ? 1 : 0;
        }
        return draining;
    }

    /**
     * Chooses an instance and counts the request as in flight there.
     *
     * @param not an instance that is not to be chosen while there is another
     * @return null if there are no instances
     */
    public @Nullable Routed choose(RouteContext context, @Nullable Instance not) {
        Instance[] all = instances;
        if (all.length == 0) {
            return null;
        }
        long now = nanos.getAsLong();
        Routed routed = all.length == 1
                ? new Routed(all[0], Routed.Why.SINGLE, context, queue, null, 0, 1, now)
                : ofMany(all, context, not, now);
        routed.held = ejections.held(all, now);
        routed.instance.sent();
        return routed;
    }

    private Routed ofMany(Instance[] all, RouteContext context, @Nullable Instance not, long now) {
        if (rotating) {
            return new Routed(inTurn(all, not, now), Routed.Why.TURN, context, queue, null, 0, all.length, now);
        }
        long trialTime =
                context.repeatable() ? now : now - settings.shortestEjection().toNanos();
        int open = 0;
        for (Instance instance : all) {
            Breaker breaker = instance.breaker();
            if (instance.ordered(now) != null) {
                continue; // no trial before the order ends
            }
            if (!breaker.isClosed() && instance != not && breaker.tryTrial(trialTime)) {
                return new Routed(instance, Routed.Why.TRIAL, context, queue, null, 0, all.length, now);
            }
            if (isChoosable(instance, not, now)) {
                open++;
            }
        }
        if (open == 0) {
            Instance any = not == null || all.length == 1 ? all[random.get().nextInt(all.length)] : other(all, not);
            return new Routed(any, Routed.Why.AVERAGE, context, queue, null, 0, all.length, now);
        }
        double[] features = learning ? Features.of(context, 0) : null;
        if (features != null && settings.exploration() > 0 && random.get().nextDouble() < settings.exploration()) {
            return explore(all, context, features, not, now);
        }
        if (features != null && trust.isTrusted()) {
            return least(all, context, features, not, now);
        }
        return ofTwo(all, context, features, not, open, now);
    }

    private Instance inTurn(Instance[] all, @Nullable Instance not, long now) {
        Instance next = all[Math.floorMod(turn.getAndIncrement(), all.length)];
        for (int seen = 1; seen < all.length && next.ordered(now) != null; seen++) {
            next = all[Math.floorMod(turn.getAndIncrement(), all.length)];
        }
        return next == not ? other(all, next) : next;
    }

    private Instance other(Instance[] all, Instance not) {
        Instance any = all[random.get().nextInt(all.length)];
        if (any != not) {
            return any;
        }
        return all[0] == not ? all[all.length - 1] : all[0];
    }

    private Routed ofTwo(
            Instance[] all,
            RouteContext context,
            double @Nullable [] features,
            @Nullable Instance not,
            int open,
            long now) {
        int first = random.get().nextInt(open);
        int second = open == 1 ? first : random.get().nextInt(open - 1);
        if (open > 1 && second >= first) {
            second++;
        }
        Instance one = choosable(all, not, first, now);
        Instance two = choosable(all, not, second, now);
        Priority priority = context.priority();
        Instance lesser =
                scores.average(one, priority, all, now) <= scores.average(two, priority, all, now) ? one : two;
        double residual = 0;
        if (features != null) {
            Features.setInFlight(features, lesser.inFlight());
            residual = lesser.residual().predict(features);
        }
        return new Routed(lesser, Routed.Why.AVERAGE, context, queue, features, residual, all.length, now);
    }

    private Routed least(Instance[] all, RouteContext context, double[] features, @Nullable Instance not, long now) {
        int compared = Math.min(all.length, COMPARED_ALL);
        int at = random.get().nextInt(all.length);
        Instance best = null;
        double bestScore = 0;
        double bestResidual = 0;
        for (int seen = 0; seen < all.length && compared > 0; seen++) {
            Instance instance = all[(at + seen) % all.length];
            if (!isChoosable(instance, not, now)) {
                continue;
            }
            compared--;
            int inFlight = instance.inFlight();
            Features.setInFlight(features, inFlight);
            double residual = instance.residual().predict(features);
            double score = scores.learned(instance, context.priority(), inFlight, residual, all, now);
            if (best == null || score < bestScore) {
                best = instance;
                bestScore = score;
                bestResidual = residual;
            }
        }
        Instance chosen = best == null ? all[at] : best;
        Features.setInFlight(features, chosen.inFlight());
        return new Routed(chosen, Routed.Why.LEARNED, context, queue, features, bestResidual, all.length, now);
    }

    private Routed explore(Instance[] all, RouteContext context, double[] features, @Nullable Instance not, long now) {
        Instance most = null;
        double mostUncertain = -1;
        for (Instance instance : all) {
            if (isChoosable(instance, not, now)) {
                Features.setInFlight(features, instance.inFlight());
                double uncertain = instance.residual().uncertainty(features);
                if (uncertain > mostUncertain) {
                    most = instance;
                    mostUncertain = uncertain;
                }
            }
        }
        Instance chosen = most == null ? all[0] : most;
        Features.setInFlight(features, chosen.inFlight());
        double residual = chosen.residual().predict(features);
        return new Routed(chosen, Routed.Why.EXPLORED, context, queue, features, residual, all.length, now);
    }

    private static boolean isChoosable(Instance instance, @Nullable Instance not, long now) {
        return instance != not && instance.isWell(now);
    }

    private static Instance choosable(Instance[] all, @Nullable Instance not, int rank, long now) {
        int left = rank;
        for (Instance instance : all) {
            if (isChoosable(instance, not, now) && left-- == 0) {
                return instance;
            }
        }
        return all[0]; // another thread ejected one meanwhile
    }

    /** Tells how a request went, once. */
    public void end(Routed routed, Result result) {
        long now = nanos.getAsLong();
        Instance instance = routed.instance;
        boolean failed = result.isFailure();
        instance.done(failed);
        long latency = routed.latency(now);
        if (result == Result.ABANDONED) {
            if (instance.latency().isKnown() && latency > instance.latency().peak(now)) {
                observe(routed, latency, now);
            }
            if (routed.trial) {
                instance.breaker().untried(now);
            }
            return;
        }
        if (result == Result.ANSWERED) {
            learn(routed, latency);
        }
        if (result == Result.ANSWERED || result == Result.TIMED_OUT) {
            observe(routed, latency, now);
        }
        failureModel.learn(routed.failureFeatures, failed);
        instance.failures().record(failed, now);
        if (routed.trial) {
            if (instance.breaker().tried(failed, now)) {
                instance.failures().forgive();
            }
        } else if (failed) {
            considerEjection(instance, now);
        }
    }

    private void learn(Routed routed, long latency) {
        if (routed.features != null && routed.known && learning) {
            double log = Math.log((double) Math.max(1, latency));
            double observed = log - routed.logExpected;
            trust.compare(Math.abs(log - routed.logMean), Math.abs(observed - routed.residual));
            routed.instance.residual().learn(routed.features, observed);
        }
    }

    private void observe(Routed routed, long latency, long now) {
        routed.instance.latency().observe(latency, now);
        queue.observe(routed.instance.serviceTimes(), latency, routed.inFlight);
    }

    private void considerEjection(Instance instance, long now) {
        Instance[] all = instances;
        String reason = reasons.of(instance, all, now);
        if (reason != null) {
            ejections.eject(all, instance, reason, now);
        }
    }

    /**
     * Holds the breaker of an instance open as ordered, while no more than the allowed share of the instances are left out by it.
     *
     * @param rehearsal whether only to say what would become of it
     */
    public Forcing force(String id, Ordered order, boolean rehearsal) {
        return ejections.force(instances, id, order, rehearsal, nanos.getAsLong());
    }

    /** Lets go of every instance that is held open by an order which is not among these. */
    public void releaseAllBut(Set<String> orders) {
        ejections.releaseAllBut(instances, orders, nanos.getAsLong());
    }

    /** Whether requests go to the instances in turn, whatever is known of them. */
    public void setRotating(boolean on) {
        rotating = on;
    }

    /** Learns and uses the residual, or only averages. */
    public void setLearning(boolean on) {
        learning = on;
    }

    /** Forgets what the residuals and the queue model learned and takes ejected instances back. */
    public void reset() {
        long now = nanos.getAsLong();
        for (Instance instance : instances) {
            instance.residual().forget();
            instance.failures().forgive();
            instance.breaker().close(now);
        }
        queue.forget();
        trust.forget();
    }

    /** How many instances there are. */
    public int size() {
        return instances.length;
    }

    double predictFailure(double[] features) {
        return failureModel.predict(features);
    }

    /** What is known now. */
    public BalancerView view() {
        long now = nanos.getAsLong();
        var views = new ArrayList<InstanceView>();
        Instance[] all = instances;
        double total = 0;
        for (Instance instance : all) {
            total += scores.weight(instance, all, now);
        }
        for (Instance instance : all) {
            double weight = total <= 0 ? 0 : scores.weight(instance, all, now) / total;
            views.add(InstanceView.of(instance, weight, failureModel, now));
        }
        return new BalancerView(
                List.copyOf(views),
                learning,
                trust.isTrusted(),
                trust.averageError(),
                trust.learnedError(),
                trust.samples(),
                failureModel.weights());
    }
}
