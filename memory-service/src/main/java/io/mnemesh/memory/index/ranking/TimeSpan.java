package io.mnemesh.memory.index.ranking;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * A span of time a text speaks of.
 *
 * @param from   inclusive
 * @param to     exclusive
 * @param yearly true if no year was said: the same span of any year is meant
 */
public record TimeSpan(Instant from, Instant to, boolean yearly) {

    /** The one of a yearly span that is nearest to {@code time}; the span itself if it has a year. */
    TimeSpan nearest(Instant time) {
        if (!yearly) {
            return this;
        }
        TimeSpan best = inYear(time, 0);
        for (int shift : new int[] {-1, 1}) {
            TimeSpan other = inYear(time, shift);
            if (other.distance(time).compareTo(best.distance(time)) < 0) {
                best = other;
            }
        }
        return best;
    }

    private TimeSpan inYear(Instant time, int shift) {
        ZonedDateTime start = from.atZone(ZoneOffset.UTC);
        int years = time.atZone(ZoneOffset.UTC).getYear() + shift - start.getYear();
        return new TimeSpan(
                start.plusYears(years).toInstant(),
                to.atZone(ZoneOffset.UTC).plusYears(years).toInstant(),
                false);
    }

    /** Time between {@code time} and the span; zero inside. */
    Duration distance(Instant time) {
        if (time.isBefore(from)) {
            return Duration.between(time, from);
        }
        return time.isBefore(to) ? Duration.ZERO : Duration.between(to, time);
    }

    boolean overlaps(TimeSpan other) {
        return from.isBefore(other.to) && other.from.isBefore(to);
    }

    Duration length() {
        return Duration.between(from, to);
    }
}
