package io.mnemesh.gateway.relay.balance;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an instance at one moment.
 *
 * @param weight             share of the requests it is worth, 0 to 1
 * @param state              {@code closed}, {@code open} or {@code trial}; {@code ordered} while an order holds it open
 * @param reason             why it was ejected or is held open, empty if it is not
 * @param meanMillis         mean latency
 * @param failureProbability learned probability that its next request fails
 * @param coefficients       of the residual, in the order of {@link Features#names()}
 * @param ordered            the order that holds it open; null if there is none
 */
public record InstanceView(
        String id,
        int inFlight,
        double weight,
        String state,
        String reason,
        long requests,
        long failures,
        double meanMillis,
        double failureProbability,
        double[] coefficients,
        long samples,
        @Nullable Ordered ordered) {

    private static final double NANOS_PER_MILLI = 1e6;

    static InstanceView of(Instance instance, double weight, FailureModel model, long now) {
        Ordered ordered = instance.ordered(now);
        Breaker.State state = instance.breaker().state();
        String why = state instanceof Breaker.State.Open open ? open.reason() : "";
        return new InstanceView(
                instance.id(),
                instance.inFlight(),
                weight,
                ordered == null ? name(state) : "ordered",
                ordered == null ? why : ordered.reason(),
                instance.requests(),
                instance.failed(),
                instance.latency().isKnown() ? Math.exp(instance.latency().logMean()) / NANOS_PER_MILLI : 0,
                model.predict(instance.failureFeatures(now)),
                instance.residual().coefficients(),
                instance.residual().samples(),
                ordered);
    }

    static String name(Breaker.State state) {
        return switch (state) {
            case Breaker.State.Closed closed -> "closed";
            case Breaker.State.Open open -> "open";
            case Breaker.State.Trial trial -> "trial";
        };
    }
}
