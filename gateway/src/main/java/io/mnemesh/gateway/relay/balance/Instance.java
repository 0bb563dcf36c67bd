package io.mnemesh.gateway.relay.balance;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One instance of an upstream and what is known of it. Thread-safe. */
public final class Instance {

    private static final double PENALTY = 20;
    private static final double CERTAIN = 1.05;

    private final String id;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder requests = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LatencyAverage latency;
    private final QueueModel.ServiceTimes serviceTimes = new QueueModel.ServiceTimes();
    private final FailureRate failures;
    private final Residual residual = new Residual();
    private final Breaker breaker;
    private final AtomicReference<@Nullable Ordered> ordered = new AtomicReference<>();

    Instance(String id, BalancerSettings settings, long now) {
        this.id = id;
        long decay = settings.decay().toNanos();
        this.latency = new LatencyAverage(decay);
        this.failures = new FailureRate(decay);
        this.breaker = new Breaker(
                settings.shortestEjection().toNanos(),
                settings.longestEjection().toNanos(),
                now);
    }

    /** Name, for example {@code 10.0.0.7:7401}. */
    public String id() {
        return id;
    }

    public int inFlight() {
        return inFlight.get();
    }

    void sent() {
        inFlight.incrementAndGet();
        requests.increment();
    }

    void done(boolean hasFailed) {
        inFlight.decrementAndGet();
        if (hasFailed) {
            failed.increment();
        }
    }

    /** Factor of the score: how many times as dear a request is that may fail and has to be sent again. */
    double failurePenalty(long now) {
        double probability = failures.fast(now);
        return 1 + PENALTY * probability / (CERTAIN - probability);
    }

    /** What the failure model is asked with. */
    double[] failureFeatures(long now) {
        double slowness = latency.isKnown() ? Math.log(Math.max(1, latency.peak(now))) - latency.logMean() : 0;
        return FailureModel.features(failures.fast(now), failures.slow(now), slowness, inFlight.get());
    }

    LatencyAverage latency() {
        return latency;
    }

    QueueModel.ServiceTimes serviceTimes() {
        return serviceTimes;
    }

    FailureRate failures() {
        return failures;
    }

    Residual residual() {
        return residual;
    }

    Breaker breaker() {
        return breaker;
    }

    /** The order that holds its breaker open; null if there is none. */
    @Nullable
    Ordered ordered(long now) {
        Ordered held = ordered.get();
        if (held == null || !held.isOver(now)) {
            return held;
        }
        release(held, now);
        return ordered.get();
    }

    /** Holds the breaker open until the order ends. */
    void hold(Ordered order) {
        ordered.set(order);
    }

    /** Lets go of the order, if it is still this one; the next request that may be repeated is a trial. */
    void release(Ordered held, long now) {
        if (ordered.compareAndSet(held, null)) {
            breaker.probation(now, "order ended");
        }
    }

    /** Whether requests may be sent to it without being a trial. */
    boolean isWell(long now) {
        return breaker.isClosed() && ordered(now) == null;
    }

    long requests() {
        return requests.sum();
    }

    long failed() {
        return failed.sum();
    }
}
