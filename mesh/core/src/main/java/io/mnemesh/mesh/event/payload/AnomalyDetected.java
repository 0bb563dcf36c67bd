package io.mnemesh.mesh.event.payload;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
 * @param source what was measured, for example a service or a host
 * @param low lower end of the range it was expected in
 * @param high upper end of that range
 * @param detector the detector that was most surprised
 * @param memoryId memory that told of the value, if one did
 */
public record AnomalyDetected(
        UUID anomalyId,
        String metric,
        double value,
        double expected,
        double score,
        String severity,
        Instant at,
        @Nullable String source,
        @Nullable Double low,
        @Nullable Double high,
        @Nullable String detector,
        @Nullable UUID memoryId) {}
