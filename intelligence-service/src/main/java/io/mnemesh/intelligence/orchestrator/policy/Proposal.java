package io.mnemesh.intelligence.orchestrator.policy;

/**
 * An action and why.
 *
 * @param reason     one sentence with the figures it rests on
 * @param confidence 0 to 1
 */
public record Proposal(Action action, String reason, double confidence) {}
