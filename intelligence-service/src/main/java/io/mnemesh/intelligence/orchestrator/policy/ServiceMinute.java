package io.mnemesh.intelligence.orchestrator.policy;

import java.time.Instant;

/**
 * What a service carried in a minute, all its instances together.
 *
 * @param load   in the unit of its {@link ScalingRule}
 * @param memory highest share of memory in use of an instance, 0 to 1
 * @param requests answered per second
 * @param errors of these, per second
 */
public record ServiceMinute(Instant at, double load, double memory, double requests, double errors, int instances) {}
