package io.mnemesh.intelligence.outcome;

import java.util.UUID;

/**
 * A past decision and how alike it is.
 *
 * @param likeness 0 to 1
 */
public record Similar(UUID id, String outcome, double likeness) {}
