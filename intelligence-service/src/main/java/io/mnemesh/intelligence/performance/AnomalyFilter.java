package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.anomaly.Level;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which anomalies are asked for; null members let all pass.
 *
 * @param atLeast lowest level
 * @param from    those that went on at this time or later
 * @param to      those that began before
 */
public record AnomalyFilter(
        @Nullable String metric,
        @Nullable String source,
        @Nullable Level atLeast,
        @Nullable Instant from,
        @Nullable Instant to) {

    static final AnomalyFilter ALL = new AnomalyFilter(null, null, null, null, null);
}
