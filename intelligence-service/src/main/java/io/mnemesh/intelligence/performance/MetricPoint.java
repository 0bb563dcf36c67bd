package io.mnemesh.intelligence.performance;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One value of a series.
 *
 * @param at       time of the value
 * @param value    finite
 * @param memoryId memory that told of it; null if none did
 */
public record MetricPoint(
        Instant at, double value, @Nullable UUID memoryId) {}
