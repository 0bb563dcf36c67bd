package io.mnemesh.intelligence.performance.rest;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Values of one series.
 *
 * @param metric name of the metric: letters, digits and {@code . _ - : / @ %}
 * @param source what was measured, for example a service or a host
 * @param unit   unit of the values
 * @param better {@code lower} or {@code higher}, if one of them is better
 * @param points the values, at most one a second
 */
@Schema(name = "MetricValues")
public record MetricBody(
        @Schema(required = true, examples = "request_latency_p95") @Nullable
        String metric,

        @Schema(examples = "gateway") @Nullable String source,
        @Schema(examples = "ms") @Nullable String unit,
        @Schema(examples = "lower") @Nullable String better,
        @Schema(required = true) @Nullable List<@Nullable PointBody> points) {

    /** A value and its time. */
    @Schema(name = "MetricValue")
    public record PointBody(@Nullable Instant at, @Nullable Double value) {}
}
