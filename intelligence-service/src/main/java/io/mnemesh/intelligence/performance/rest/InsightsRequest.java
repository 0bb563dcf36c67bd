package io.mnemesh.intelligence.performance.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What insights are asked about: series that are given, or those that are stored.
 *
 * @param metric only this metric, of those that are stored
 * @param source only this source, of those that are stored
 * @param series series that are looked at instead and not stored
 */
@Schema(name = "PerformanceInsightsRequest")
public record InsightsRequest(
        @Nullable String metric,
        @Nullable String source,
        @Nullable List<@Nullable MetricBody> series) {}
