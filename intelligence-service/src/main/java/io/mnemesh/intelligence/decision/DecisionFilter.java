package io.mnemesh.intelligence.decision;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which decisions are listed; null is any.
 *
 * @param ended whether they have ended
 * @param from  decided then or later
 * @param to    decided before
 */
public record DecisionFilter(
        @Nullable String kind,
        @Nullable String outcome,
        @Nullable Boolean ended,
        @Nullable Instant from,
        @Nullable Instant to) {}
