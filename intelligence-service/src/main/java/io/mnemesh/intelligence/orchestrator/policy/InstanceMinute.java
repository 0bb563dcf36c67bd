package io.mnemesh.intelligence.orchestrator.policy;

/**
 * How an instance did in a minute, as all gateways together saw it.
 *
 * @param requests sent to it
 * @param failures of these, those it could not be reached for, did not answer in time, or answered with 5xx
 */
public record InstanceMinute(String address, long requests, long failures) {}
