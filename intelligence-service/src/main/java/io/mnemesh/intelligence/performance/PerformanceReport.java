package io.mnemesh.intelligence.performance;

import java.util.List;

/**
 * What can be said about performance.
 *
 * @param series          the series looked at
 * @param relations       those that go together, the strongest first
 * @param recommendations what is worth doing, the surest first
 * @param missing         what would be needed to say more
 */
public record PerformanceReport(
        List<SeriesEvidence> series,
        List<Relation> relations,
        List<Recommendation> recommendations,
        List<String> missing) {}
