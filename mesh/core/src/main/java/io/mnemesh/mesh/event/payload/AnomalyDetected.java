package io.mnemesh.mesh.event.payload;

import java.time.Instant;
import java.util.UUID;

/**
 * A metric left its usual range.
 *
 * @param anomalyId id of the anomaly
 * @param metric name of the metric
 * @param value value seen
 * @param expected value expected
 * @param score 0 to 1
 * @param severity {@code low}, {@code medium}, {@code high}
 * @param at time of the value
 */
public record AnomalyDetected(
        UUID anomalyId, String metric, double value, double expected, double score, String severity, Instant at) {}
