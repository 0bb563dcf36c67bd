package io.mnemesh.intelligence.cost.plan;

import org.jspecify.annotations.Nullable;

/**
 * A way to provide capacity for a service, and what it would have led to.
 *
 * @param replicas     a fixed number of replicas; null if the orchestrator sets it
 * @param quantile     quantile that the orchestrator would plan with; null for a fixed number
 * @param shortShare   share of the minutes with less capacity than load
 * @param replicaHours replicas that would have been paid for, times hours
 */
public record CapacityOption(
        @Nullable Integer replicas, @Nullable Double quantile, double shortShare, double replicaHours) {}
