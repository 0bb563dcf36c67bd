package io.mnemesh.intelligence.errors.evidence;

import java.time.Duration;

/**
 * Whether something becomes more frequent. The counts of two spans are compared: were the rate the same, a count of the
 * later one would be as likely as its share of time. The trend is told when that share is outside of the 95 % interval of
 * what was seen (the conditional test of two Poisson rates, Przyborowski and Wilenski 1940, by its score interval).
 *
 * @param direction where it goes
 * @param ratio     rate of the later span over that of the earlier one; 0 if there is nothing to compare with
 */
public record Trend(Direction direction, double ratio) {

    /** Fewest counts in both spans together. */
    public static final long LEAST = 5;

    /** Where a rate goes. */
    public enum Direction {
        /** Seen in the later span only. */
        NEW,
        RISING,
        STEADY,
        FALLING,
        /** Too few counts. */
        UNKNOWN
    }

    /**
     * The trend of counts.
     *
     * @param later   counts of the later span
     * @param earlier counts of the earlier span
     * @param before  length of the earlier span as far as there was anything to see; zero if there was none of it
     */
    public static Trend of(long later, Duration span, long earlier, Duration before) {
        if (later + earlier < LEAST) {
            return new Trend(Direction.UNKNOWN, 0);
        }
        double known = Math.max(0, before.toMillis());
        if (known == 0 || earlier == 0) {
            return new Trend(later > 0 ? Direction.NEW : Direction.UNKNOWN, 0);
        }
        double all = (double) later + earlier;
        double share = span.toMillis() / (span.toMillis() + known);
        double ratio = (later / (double) span.toMillis()) / (earlier / known);
        if (Wilson.lower((double) later, all) > share) {
            return new Trend(Direction.RISING, ratio);
        }
        return new Trend(Wilson.upper((double) later, all) < share ? Direction.FALLING : Direction.STEADY, ratio);
    }
}
