package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.performance.evidence.ChangePoints.Change;
import io.mnemesh.intelligence.performance.evidence.Values;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one series.
 *
 * @param unit      unit of its values, if it was told
 * @param better    {@code lower} or {@code higher}, if it was told which is better
 * @param judged    points the detectors have seen
 * @param values    the latest points
 * @param changes   changes of level among them
 * @param anomalies the latest anomalies, newest first
 */
public record SeriesEvidence(
        SeriesName name,
        @Nullable String unit,
        @Nullable String better,
        long judged,
        Values values,
        List<Change> changes,
        List<Anomaly> anomalies) {

    public Instant from() {
        return Instant.ofEpochSecond(values.seconds()[0]);
    }

    public Instant to() {
        return Instant.ofEpochSecond(values.seconds()[values.size() - 1]);
    }
}
