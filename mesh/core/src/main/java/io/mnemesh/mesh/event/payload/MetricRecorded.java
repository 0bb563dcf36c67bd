package io.mnemesh.mesh.event.payload;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A metric was measured. Points of one series have one subject, so that they arrive in the order they were told in.
 *
 * @param metric name of the metric
 * @param source what was measured, for example a service or a host; empty if there is one only
 * @param unit   unit of the values, if it is told
 * @param better {@code lower} or {@code higher}, if one of them is better
 * @param points the values, oldest first
 */
public record MetricRecorded(
        String metric,
        String source,
        @Nullable String unit,
        @Nullable String better,
        List<Point> points) {

    @SuppressWarnings("NullAway") // absent members of a JSON object arrive as null
    public MetricRecorded {
        source = source == null ? "" : source;
        points = points == null ? List.of() : List.copyOf(points);
    }

    /**
     * @param at    time of the value
     * @param value what was measured
     */
    public record Point(Instant at, double value) {}
}
