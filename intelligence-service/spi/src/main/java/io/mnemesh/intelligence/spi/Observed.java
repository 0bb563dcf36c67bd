package io.mnemesh.intelligence.spi;

import java.time.Instant;
import java.util.List;

/**
 * What is known of one series.
 *
 * @param key     what it measures
 * @param seconds times of its latest points, in seconds since the epoch, strictly rising
 * @param values  their values, finite
 * @param changes changes of its level among them, in order of time
 * @param unusual its latest anomalies, the newest first
 * @param leads   other series that move before this one
 */
public record Observed(
        SeriesKey key, long[] seconds, double[] values, List<Change> changes, List<Unusual> unusual, List<Lead> leads) {

    public Observed {
        changes = List.copyOf(changes);
        unusual = List.copyOf(unusual);
        leads = List.copyOf(leads);
    }

    /**
     * A change of level.
     *
     * @param at           time of the first point at the new level
     * @param within       seconds that the time is exact to
     * @param before       level before, since the change before it
     * @param after        level after, until the next change
     * @param pointsBefore points at the level before
     * @param pointsAfter  points at the new level
     * @param spread       deviation of the values around their level
     * @param confidence   0 to 1
     */
    public record Change(
            Instant at,
            long within,
            double before,
            double after,
            int pointsBefore,
            int pointsAfter,
            double spread,
            double confidence) {}

    /**
     * Something unusual.
     *
     * @param level    {@code low}, {@code medium} or {@code high}
     * @param score    0 to 1
     * @param value    the worst value
     * @param expected what was expected instead
     */
    public record Unusual(Instant from, Instant to, String level, double score, double value, double expected) {}

    /**
     * A series that moves before this one; a correlation, not a proof of cause.
     *
     * @param key         the other series
     * @param seconds     how much earlier it moves
     * @param coefficient Pearson's, -1 to 1
     * @param low         lower end of its interval at 95 %
     * @param high        upper end
     * @param samples     windows that were compared
     * @param effective   independent windows these are worth
     */
    public record Lead(
            SeriesKey key, long seconds, double coefficient, double low, double high, int samples, double effective) {}
}
