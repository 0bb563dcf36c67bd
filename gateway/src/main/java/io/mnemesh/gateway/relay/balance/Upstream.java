package io.mnemesh.gateway.relay.balance;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One upstream: who of its instances takes a request, how many it may have in flight and who is refused beyond that, whether
 * it is asked at all, and what may be sent twice. Thread-safe without locks.
 */
public final class Upstream {

    /** Requests that may wait for room at once. */
    private static final int WAITING = 256;

    private static final int LEAST_SAMPLES = 20;
    private static final int LEAST_BEFORE_PREDICTION = 10;

    private final UpstreamSettings settings;
    private final LongSupplier nanos;
    private final Balancer balancer;
    private final GradientLimit limit;
    private final RetryBudget budget;
    private final Breaker breaker;
    private final FailureRate failures;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final WaitingLine line = new WaitingLine(WAITING);
    private volatile @Nullable Shedding shedding;
    private final Map<CostClass, HighQuantile> late = new EnumMap<>(CostClass.class);

    /** Whether a request may go on. */
    public enum Entry {
        /** It counts as in flight from now; {@link #route} is next. */
        ENTERED,
        /** The limit for its priority is reached. */
        SHED,
        /** The upstream is out of order, and not asked for a while. */
        BROKEN
    }

    public Upstream(UpstreamSettings settings, LongSupplier nanos, Supplier<? extends RandomGenerator> random) {
        this.settings = settings;
        this.nanos = nanos;
        this.balancer = new Balancer(settings.balancer(), nanos, random);
        long now = nanos.getAsLong();
        this.limit = new GradientLimit(settings.leastLimit(), settings.firstLimit(), settings.mostLimit(), now);
        this.budget = new RetryBudget(settings.retryShare(), settings.retryReserve());
        BalancerSettings times = settings.balancer();
        this.breaker = new Breaker(
                times.shortestEjection().toNanos(), times.longestEjection().toNanos(), now);
        this.failures = new FailureRate(times.decay().toNanos());
        for (CostClass costClass : CostClass.values()) {
            late.put(costClass, new HighQuantile());
        }
    }

    /** Sets which instances there are. */
    public void update(List<String> ids) {
        balancer.update(ids);
    }

    /** How many instances there are. */
    public int size() {
        return balancer.size();
    }

    /** Instances that left and still have requests under way. */
    public int draining() {
        return balancer.draining();
    }

    /** Asks for a request of this priority. */
    public Entry enter(Priority priority) {
        if (!breaker.isClosed() && !mayTry()) {
            return Entry.BROKEN;
        }
        if (!takeRoom(priority)) {
            return Entry.SHED;
        }
        budget.requested();
        return Entry.ENTERED;
    }

    private boolean takeRoom(Priority priority) {
        double share = priority == Priority.LOW ? lowShare() : priority.share();
        if (share <= 0) {
            return false;
        }
        if (inFlight.incrementAndGet() > Math.max(1, limit.limit() * share)) {
            inFlight.decrementAndGet();
            return false;
        }
        return true;
    }

    private double lowShare() {
        Shedding now = shedding();
        return now == null ? Priority.LOW.share() : now.share();
    }

    /** The order by which it sheds bulk load now; null if there is none. */
    public @Nullable Shedding shedding() {
        Shedding now = shedding;
        return now == null || now.by().isOver(nanos.getAsLong()) ? null : now;
    }

    /** Sheds bulk load as ordered until the order ends; null ends it. */
    public void shed(@Nullable Shedding order) {
        shedding = order;
    }

    /** See {@link Balancer#force}. */
    public Forcing force(String instance, Ordered order, boolean rehearsal) {
        return balancer.force(instance, order, rehearsal);
    }

    /** See {@link Balancer#releaseAllBut}. */
    public void releaseAllBut(Set<String> orders) {
        balancer.releaseAllBut(orders);
    }

    /** A request that waits for room. */
    public interface Waiting {

        /** Gives up. @return false if the request was let in or displaced before */
        boolean leave();
    }

    /**
     * Waits for room, for a request that was shed.
     *
     * @param entered   run when it counts as in flight; {@link #route} is next
     * @param displaced run when it has to leave for a more urgent one
     * @return null if too many wait that are as urgent
     */
    public @Nullable Waiting await(Priority priority, Runnable entered, Runnable displaced) {
        WaitingLine.Place place = line.join(priority, entered, displaced);
        if (place == null) {
            return null;
        }
        admitWaiting(); // room may have been made since it was shed
        return place::leave;
    }

    private void admitWaiting() {
        for (Priority next = line.next(); next != null && takeRoom(next); next = line.next()) {
            WaitingLine.Place place = line.poll(next);
            if (place == null) {
                inFlight.decrementAndGet();
            } else {
                budget.requested();
                place.entered.run();
            }
        }
    }

    /** Requests that wait for room. */
    public int waiting() {
        return line.size();
    }

    /** Lets a request in whatever the limit and the breaker say. */
    public void enterAnyway() {
        inFlight.incrementAndGet();
        budget.requested();
    }

    /** Whether the breaker's time is over, so that a trial is due; which request it is shows in {@link #route}. */
    private boolean mayTry() {
        return breaker.state() instanceof Breaker.State.Open open && nanos.getAsLong() - open.until() >= 0;
    }

    /** Chooses an instance for a request that entered. @return null, and it has left, if there are no instances */
    public @Nullable Routed route(RouteContext context) {
        Routed routed = balancer.choose(context, null);
        if (routed == null) {
            inFlight.decrementAndGet();
            return null;
        }
        routed.upstreamTrial = breaker.tryTrial(nanos.getAsLong());
        return routed;
    }

    /**
     * Chooses another instance to send a request to again, if the budget allows it.
     *
     * @param same whether the same instance will do if there is no other
     */
    public @Nullable Routed again(RouteContext context, Routed first, boolean same) {
        if ((balancer.size() < 2 && !same) || !budget.take()) {
            return null;
        }
        inFlight.incrementAndGet();
        Routed routed = balancer.choose(context, first.instance);
        if (routed == null) {
            inFlight.decrementAndGet();
        }
        return routed;
    }

    /** After how many nanoseconds without an answer a read is sent to a second instance too; 0 if never. */
    public long hedgeAfter(RouteContext context) {
        boolean read = context.costClass() == CostClass.READ && context.repeatable();
        return settings.hedging() && read && balancer.size() > 1
                ? late(CostClass.READ).nanos()
                : 0;
    }

    /**
     * Chooses a second instance for a read that is late (Dean and Barroso, The Tail at Scale, 2013). It takes room as any
     * request, and before none that waits for it, and a token of the budget.
     *
     * @return null if there is no room, no budget, or no other instance that is well
     */
    public @Nullable Routed hedge(RouteContext context, Routed first) {
        if (balancer.size() < 2 || line.size() > 0 || !takeRoom(context.priority())) {
            return null;
        }
        if (!budget.take()) {
            inFlight.decrementAndGet();
            return null;
        }
        Routed routed = balancer.choose(context, first.instance);
        if (routed == null || routed.instance == first.instance || !routed.isWell()) {
            inFlight.decrementAndGet();
            budget.giveBack();
            if (routed != null) {
                balancer.end(routed, Result.ABANDONED);
            }
            return null;
        }
        return routed.asHedge();
    }

    /** Tells how a request went, once. */
    public void end(Routed routed, Result result) {
        long now = nanos.getAsLong();
        int flying = inFlight.getAndDecrement();
        learn(routed, result, flying, now);
        admitWaiting();
    }

    private void learn(Routed routed, Result result, int flying, long now) {
        long latency = routed.latency(now);
        balancer.end(routed, result);
        if (result == Result.ABANDONED) {
            HighQuantile known = late(routed.costClass);
            if (known.nanos() > 0 && latency > known.nanos()) {
                known.observe(latency); // however long it would have taken, it was late
            }
            if (routed.upstreamTrial) {
                breaker.untried(now);
            }
            return;
        }
        if (result == Result.ANSWERED || result == Result.TIMED_OUT) {
            limit.sample(latency, flying, now);
            late(routed.costClass).observe(latency);
        }
        boolean failed = result.isOutage();
        failures.record(failed, now);
        if (routed.upstreamTrial) {
            if (breaker.tried(failed, now)) {
                failures.forgive();
            }
        } else if (failed) {
            considerOpening(routed, now);
        }
    }

    private void considerOpening(Routed routed, long now) {
        if (failures.samples() >= LEAST_SAMPLES
                && failures.slow(now) >= settings.balancer().failureShare()) {
            breaker.trip(now, "failure share");
        } else if (failures.inARow() >= LEAST_BEFORE_PREDICTION
                && balancer.predictFailure(routed.instance.failureFeatures(now))
                        >= settings.balancer().predictedFailure()) {
            breaker.trip(now, "predicted failure");
        }
    }

    /** Whether requests go to the instances in turn, whatever is known of them. */
    public void setRotating(boolean on) {
        balancer.setRotating(on);
    }

    /** Learns and uses the residual, or only averages. */
    public void setLearning(boolean on) {
        balancer.setLearning(on);
    }

    /** Forgets what was learned, takes ejected instances back, closes the breaker and begins with the first limit. */
    public void reset() {
        balancer.reset();
        failures.forgive();
        breaker.close(nanos.getAsLong());
        limit.reset(settings.firstLimit());
    }

    public int inFlight() {
        return inFlight.get();
    }

    public int limit() {
        return limit.limit();
    }

    public boolean isClosed() {
        return breaker.isClosed();
    }

    /** Repetitions that may be sent at once now. */
    public long retriesLeft() {
        return budget.left();
    }

    /** What is known now. */
    public UpstreamView view() {
        Breaker.State state = breaker.state();
        return new UpstreamView(
                balancer.view(),
                inFlight(),
                limit(),
                limit.base() / 1e6,
                InstanceView.name(state),
                state instanceof Breaker.State.Open open ? open.reason() : "",
                retriesLeft(),
                late(CostClass.READ).nanos() / 1e6,
                shedding());
    }

    private HighQuantile late(CostClass costClass) {
        return Objects.requireNonNull(late.get(costClass));
    }
}
