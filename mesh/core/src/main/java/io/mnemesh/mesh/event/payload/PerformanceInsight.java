package io.mnemesh.mesh.event.payload;

import java.util.UUID;

/**
 * Something worth doing about performance.
 *
 * @param insightId id of the insight
 * @param metric metric it is about
 * @param summary what was seen
 * @param recommendation what to do
 * @param confidence 0 to 1
 */
public record PerformanceInsight(
        UUID insightId, String metric, String summary, String recommendation, double confidence) {}
