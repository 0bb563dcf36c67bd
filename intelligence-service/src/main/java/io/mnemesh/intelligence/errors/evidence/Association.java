package io.mnemesh.intelligence.errors.evidence;

/**
 * How much more often something is seen around the errors of a group than at any time.
 *
 * <p>Time is cut into windows. With {@code usual} the share of windows in which anything was told that hold it, it would
 * be seen by chance alone in 1 − (1 − usual)ⁿ of spans that reach into n windows. Lift is the share of episodes with it
 * over that; PMI is its logarithm to base 2 (Church and Hanks 1990). Windows without anything do not count, so that a clock
 * that jumped by years does not make everything look rare.
 *
 * @param support  episodes in which it was seen
 * @param episodes episodes that were looked at
 * @param usual    share of windows that hold it, 0 to 1
 * @param windows  windows that an episode reaches into
 */
public record Association(long support, long episodes, double usual, int windows) {

    /** Fewest episodes that say anything. */
    public static final long LEAST = 3;

    private static final double LEAST_LIFT = 2;

    /** Share of episodes in which it was seen. */
    public double share() {
        return episodes == 0 ? 0 : support / (double) episodes;
    }

    /** The least share that the episodes speak for, at 95 %. */
    public double surely() {
        return Wilson.lower((double) support, (double) episodes);
    }

    public double lift() {
        double chance = chance();
        return chance == 0 ? 0 : share() / chance;
    }

    /** Bits of information that one carries about the other. */
    public double pmi() {
        double lift = lift();
        return lift == 0 ? 0 : Math.log(lift) / Math.log(2);
    }

    /** Whether it is more than chance: enough support, and even the least share is above what is usual. */
    public boolean isSignificant() {
        return support >= LEAST && lift() >= LEAST_LIFT && surely() > chance();
    }

    private double chance() {
        return 1 - Math.pow(1 - Math.clamp(usual, 0, 1), windows);
    }
}
