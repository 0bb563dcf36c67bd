package io.mnemesh.gateway.relay.balance;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One request on its way to the instance that was chosen for it; ended exactly once. */
public final class Routed {

    private static final double NANOS_PER_MILLI = 1e6;

    /** Why the instance was chosen. */
    public enum Why {
        /** There is no other. */
        SINGLE,
        /** The lesser of two by peak latency and requests in flight. */
        AVERAGE,
        /** It was its turn: nothing else counts while the balancing is stopped. */
        TURN,
        /** The least by learned latency. */
        LEARNED,
        /** It is the one least is known of. */
        EXPLORED,
        /** It was ejected and is tried again. */
        TRIAL;

        /** Name in headers and metrics. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    final Instance instance;
    final Why why;
    final boolean trial;
    final long startedAt;
    final double logMean;
    final double logExpected;
    final boolean known;
    final double @Nullable [] features;
    final double residual;
    final double[] failureFeatures;
    final CostClass costClass;
    final int inFlight;
    private final int instances;
    private long answeredAt;
    boolean upstreamTrial;

    /** Instances that were left out by order. */
    int held;

    private boolean hedge;

    Routed(
            Instance instance,
            Why why,
            RouteContext context,
            QueueModel queue,
            double @Nullable [] features,
            double residual,
            int instances,
            long now) {
        this.instance = instance;
        this.why = why;
        this.trial = why == Why.TRIAL;
        this.startedAt = now;
        this.known = instance.latency().isKnown();
        this.logMean = instance.latency().logMean();
        this.features = features;
        this.residual = residual;
        this.failureFeatures = instance.failureFeatures(now);
        this.costClass = context.costClass();
        this.inFlight = instance.inFlight();
        this.logExpected = queue.logLatency(instance.serviceTimes(), inFlight);
        this.instances = instances;
    }

    public Instance instance() {
        return instance;
    }

    public Why why() {
        return why;
    }

    /** Whether it is the second sending of a read that was late. */
    public boolean isHedge() {
        return hedge;
    }

    /** Whether the instance is not ejected, or is being tried again. */
    boolean isWell() {
        return trial || instance.isWell(startedAt);
    }

    Routed asHedge() {
        hedge = true;
        return this;
    }

    /** Notes that the answer has begun; how long its body takes says nothing about the instance. */
    public void answered(long now) {
        answeredAt = now;
    }

    long latency(long now) {
        return (answeredAt == 0 ? now : answeredAt) - startedAt;
    }

    /** One line for people: why, and what was expected. It names no address. */
    public String explanation() {
        String name = (hedge ? "hedge; " : "") + why.key() + (held > 0 ? "; ordered-out=" + held : "");
        if (why == Why.SINGLE || !known) {
            return name;
        }
        double expected = why == Why.LEARNED ? logExpected + residual : logMean;
        return String.format(
                Locale.ROOT,
                "%s; expected=%.2fms; average=%.2fms; in-flight=%d; of=%d",
                name,
                Math.exp(expected) / NANOS_PER_MILLI,
                Math.exp(logMean) / NANOS_PER_MILLI,
                inFlight,
                instances);
    }
}
