package io.mnemesh.gateway.relay.balance;

/**
 * What is known of an instance at one moment.
 *
 * @param weight             share of the requests it is worth, 0 to 1
 * @param state              {@code closed}, {@code open} or {@code trial}
 * @param reason             why it was ejected, empty if it is not
 * @param meanMillis         mean latency
 * @param failureProbability learned probability that its next request fails
 * @param coefficients       of the residual, in the order of {@link Features#names()}
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
        long samples) {

    private static final double NANOS_PER_MILLI = 1e6;

    static InstanceView of(Instance instance, double weight, FailureModel model, long now) {
        Breaker.State state = instance.breaker().state();
        return new InstanceView(
                instance.id(),
                instance.inFlight(),
                weight,
                name(state),
                state instanceof Breaker.State.Open open ? open.reason() : "",
                instance.requests(),
                instance.failed(),
                instance.latency().isKnown() ? Math.exp(instance.latency().logMean()) / NANOS_PER_MILLI : 0,
                model.predict(instance.failureFeatures(now)),
                instance.residual().coefficients(),
                instance.residual().samples());
    }

    static String name(Breaker.State state) {
        return switch (state) {
            case Breaker.State.Closed closed -> "closed";
            case Breaker.State.Open open -> "open";
            case Breaker.State.Trial trial -> "trial";
        };
    }
}
