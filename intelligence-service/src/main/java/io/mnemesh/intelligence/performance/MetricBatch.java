package io.mnemesh.intelligence.performance;

import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import io.mnemesh.mesh.event.payload.MetricRecorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The points of one series that an event tells of. What cannot be a point is counted and left out.
 *
 * @param name    null if the event names no series
 * @param invalid how many values were no finite number, or had no time
 */
record MetricBatch(
        @Nullable SeriesName name,
        @Nullable String unit,
        @Nullable String better,
        List<MetricPoint> points,
        int invalid) {

    /** Memory type that tells of one value. */
    static final String TYPE = "x-metric";

    private static final int LONGEST_UNIT = 40;

    static MetricBatch of(MetricRecorded recorded) {
        SeriesName name = name(recorded.metric(), recorded.source());
        var points = new ArrayList<MetricPoint>();
        for (MetricRecorded.Point point : recorded.points()) {
            if (name != null && isPoint(point.at(), point.value())) {
                points.add(new MetricPoint(point.at(), point.value(), null));
            }
        }
        return new MetricBatch(
                name,
                unit(recorded.unit()),
                better(recorded.better()),
                List.copyOf(points),
                recorded.points().size() - points.size());
    }

    static MetricBatch of(MemoryCreated memory) {
        Instant at = memory.occurredAt() == null ? memory.createdAt() : memory.occurredAt();
        return of(memory.memoryId(), memory.details(), at);
    }

    static MetricBatch of(MemoryUpdated memory) {
        Instant at = memory.occurredAt() == null ? memory.createdAt() : memory.occurredAt();
        return of(memory.memoryId(), memory.details(), at);
    }

    private static MetricBatch of(UUID memory, Map<String, String> details, Instant at) {
        SeriesName name = name(details.get("metric"), details.getOrDefault("source", ""));
        double value = number(details.get("value"));
        List<MetricPoint> points =
                name != null && isPoint(at, value) ? List.of(new MetricPoint(at, value, memory)) : List.of();
        return new MetricBatch(
                name, unit(details.get("unit")), better(details.get("better")), points, 1 - points.size());
    }

    private static @Nullable SeriesName name(@Nullable String metric, @Nullable String source) {
        String from = source == null ? "" : source.strip();
        return metric != null && SeriesName.isMetric(metric.strip()) && SeriesName.isSource(from)
                ? new SeriesName(metric.strip(), from)
                : null;
    }

    private static boolean isPoint(@Nullable Instant at, double value) {
        return at != null
                && Double.isFinite(value)
                && at.isAfter(Instant.EPOCH)
                && at.getEpochSecond() < 253_370_764_800L;
    }

    private static double number(@Nullable String text) {
        try {
            return text == null ? Double.NaN : Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static @Nullable String unit(@Nullable String told) {
        return told == null || told.isBlank() || told.length() > LONGEST_UNIT ? null : told.strip();
    }

    private static @Nullable String better(@Nullable String told) {
        return "lower".equals(told) || "higher".equals(told) ? told : null;
    }
}
