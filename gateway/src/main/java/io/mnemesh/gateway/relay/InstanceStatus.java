package io.mnemesh.gateway.relay;

import io.mnemesh.gateway.relay.balance.Features;
import io.mnemesh.gateway.relay.balance.InstanceView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An instance as RelayCore sees it.
 *
 * @param weight             share of the requests it is worth, 0 to 1
 * @param state              {@code closed}, {@code open} or {@code trial} while it is ejected, or {@code ordered} while an order
 *                           keeps requests away from it
 * @param reason             why it was ejected or is kept away from, empty if it is not
 * @param meanMillis         mean latency, 0 while not known
 * @param failureProbability learned probability that its next request fails
 * @param coefficients       learned, of the natural logarithm of latency over its mean
 * @param samples            answers they were learned from
 * @param ordered            the order that keeps requests away from it, null if there is none
 */
@RegisterForReflection
public record InstanceStatus(
        String address,
        int inFlight,
        double weight,
        String state,
        String reason,
        long requests,
        long failures,
        double meanMillis,
        double failureProbability,
        Map<String, Double> coefficients,
        long samples,
        @Nullable OrderStatus ordered) {

    static InstanceStatus of(InstanceView view) {
        return new InstanceStatus(
                view.id(),
                view.inFlight(),
                finite(view.weight()),
                view.state(),
                view.reason(),
                view.requests(),
                view.failures(),
                finite(view.meanMillis()),
                finite(view.failureProbability()),
                named(Features.names(), view.coefficients()),
                view.samples(),
                view.ordered() == null ? null : OrderStatus.of(view.ordered(), null));
    }

    static Map<String, Double> named(List<String> names, double[] values) {
        Map<String, Double> named = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            named.put(names.get(i), finite(values[i]));
        }
        return named;
    }

    /** JSON has no other numbers. */
    static double finite(double value) {
        return Double.isFinite(value) ? value : 0;
    }
}
