package io.mnemesh.intelligence.cost.plan;

/**
 * The cheapest capacity beside what there was.
 *
 * @param minutes  minutes that were compared
 * @param now      what there was; it names neither replicas nor quantile
 * @param cheapest the cheapest of the options that hold the objective; if none does, the one that misses it least
 */
public record CapacityPlan(int minutes, CapacityOption now, CapacityOption cheapest) {}
