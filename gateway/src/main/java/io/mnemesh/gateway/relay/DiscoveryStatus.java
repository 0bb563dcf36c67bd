package io.mnemesh.gateway.relay;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * How the instances of a service are found.
 *
 * @param source     {@code static}, {@code dns}, {@code srv} or {@code kubernetes}
 * @param stale      whether the last answer was empty or failed, so that the instances are those of an earlier one
 * @param reason     why they are stale, empty if they are not
 * @param ageSeconds since the last answer that was followed, 0 for fixed addresses and before the first
 * @param draining   instances that left and still have requests under way
 */
@RegisterForReflection
public record DiscoveryStatus(String source, boolean stale, String reason, double ageSeconds, int draining) {}
