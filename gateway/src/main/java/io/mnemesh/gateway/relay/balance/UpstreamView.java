package io.mnemesh.gateway.relay.balance;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an upstream at one moment.
 *
 * @param baseMillis  latency without a queue
 * @param state       of its breaker: {@code closed}, {@code open} or {@code trial}
 * @param reason      why the breaker opened, empty if it is not open
 * @param retriesLeft requests that may be sent a second time now
 * @param lateMillis  95th percentile of reads, after which one is sent to a second instance; 0 while not known
 * @param shedding    the order by which it sheds bulk load; null if there is none
 */
public record UpstreamView(
        BalancerView balancer,
        int inFlight,
        int limit,
        double baseMillis,
        String state,
        String reason,
        long retriesLeft,
        double lateMillis,
        @Nullable Shedding shedding) {}
