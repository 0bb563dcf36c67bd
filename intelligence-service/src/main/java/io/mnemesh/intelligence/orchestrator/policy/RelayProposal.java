package io.mnemesh.intelligence.orchestrator.policy;

/**
 * What the gateways should do and why.
 *
 * @param reason     one sentence with the figures it rests on
 * @param confidence 0 to 1
 */
public record RelayProposal(RelayAction action, String reason, double confidence) {}
