package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.anomaly.Level;
import io.mnemesh.intelligence.anomaly.Vote;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something unusual in a series: one point, or several that followed each other closely. Value, expectation, score and votes are
 * of the worst of them.
 *
 * @param memoryId    memory that told of the worst value; null if none did
 * @param score       0 to 1
 * @param expected    value that was expected, from the values before
 * @param low         lower end of the range it was expected in
 * @param high        upper end of that range
 * @param votes       detectors that were surprised, the most surprised one first
 * @param points      unusual points
 * @param lastOrdinal number of the last of them among the points judged
 * @param worstAt     time of the worst value
 */
public record Anomaly(
        UUID id,
        UUID seriesId,
        SeriesName name,
        @Nullable UUID memoryId,
        Level level,
        double score,
        double value,
        double expected,
        double low,
        double high,
        List<Vote> votes,
        int points,
        long lastOrdinal,
        Instant worstAt,
        Instant startedAt,
        Instant lastAt) {

    /** The anomaly with one more point. */
    Anomaly and(Anomaly later) {
        boolean worse = later.score > score;
        Anomaly worst = worse ? later : this;
        return new Anomaly(
                id,
                seriesId,
                name,
                worst.memoryId,
                level.compareTo(later.level) >= 0 ? level : later.level,
                worst.score,
                worst.value,
                worst.expected,
                worst.low,
                worst.high,
                worst.votes,
                points + 1,
                later.lastOrdinal,
                worst.worstAt,
                startedAt,
                later.lastAt);
    }
}
