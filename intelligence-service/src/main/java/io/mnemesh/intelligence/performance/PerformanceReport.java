package io.mnemesh.intelligence.performance;

import java.util.List;
import java.util.stream.Stream;

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
        List<String> missing) {

    /** The same, with more that is missing. */
    PerformanceReport without(List<String> more) {
        return more.isEmpty()
                ? this
                : new PerformanceReport(
                        series,
                        relations,
                        recommendations,
                        Stream.concat(missing.stream(), more.stream()).toList());
    }
}
