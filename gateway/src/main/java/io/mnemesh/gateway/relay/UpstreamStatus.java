package io.mnemesh.gateway.relay;

import io.mnemesh.gateway.relay.balance.BalancerView;
import io.mnemesh.gateway.relay.balance.UpstreamView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service as RelayCore sees it.
 *
 * @param limit       requests it may have in flight
 * @param baseMillis  latency without a queue, 0 while not known
 * @param breaker     {@code closed}, {@code open} or {@code trial}
 * @param reason      why the breaker opened, empty if it is not open
 * @param retriesLeft requests that may be sent a second time now
 * @param lateMillis  95th percentile of reads, 0 while not known
 * @param shedding    the order by which bulk load is shed, null if there is none
 * @param discovery   where its instances are known from
 */
@RegisterForReflection
public record UpstreamStatus(
        String service,
        int inFlight,
        int limit,
        double baseMillis,
        String breaker,
        String reason,
        long retriesLeft,
        double lateMillis,
        Learned learned,
        @Nullable OrderStatus shedding,
        DiscoveryStatus discovery,
        List<InstanceStatus> instances) {

    private static final List<String> FAILURE_FEATURES = List.of("bias", "fast", "slow", "slowness", "in_flight");

    /**
     * What is learned beyond averages.
     *
     * @param learning       whether it is learned
     * @param trusted        whether it is used, since its error is the smaller
     * @param averageError   mean absolute error of the average, on the natural logarithm of the latency
     * @param learnedError   that of what is learned
     * @param samples        answers both were compared on
     * @param failureWeights of the model that tells how likely the next request fails
     */
    @RegisterForReflection
    public record Learned(
            boolean learning,
            boolean trusted,
            double averageError,
            double learnedError,
            long samples,
            Map<String, Double> failureWeights) {

        private static Learned of(BalancerView view) {
            return new Learned(
                    view.learning(),
                    view.trusted(),
                    InstanceStatus.finite(view.averageError()),
                    InstanceStatus.finite(view.learnedError()),
                    view.samples(),
                    InstanceStatus.named(FAILURE_FEATURES, view.failureWeights()));
        }
    }

    static UpstreamStatus of(String service, UpstreamView view, DiscoveryStatus discovery) {
        return new UpstreamStatus(
                service,
                view.inFlight(),
                view.limit(),
                InstanceStatus.finite(view.baseMillis()),
                view.state(),
                view.reason(),
                view.retriesLeft(),
                InstanceStatus.finite(view.lateMillis()),
                Learned.of(view.balancer()),
                view.shedding() == null
                        ? null
                        : OrderStatus.of(view.shedding().by(), view.shedding().share()),
                discovery,
                view.balancer().instances().stream().map(InstanceStatus::of).toList());
    }
}
