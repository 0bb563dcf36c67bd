package io.mnemesh.memory.access;

/**
 * What reads say for a memory, beside the voices of users: the logarithm of how much it is read of late, so that habits do
 * not feed themselves, at most two voices. What searches show says nothing: it would feed on having been ranked first.
 */
public final class Use {

    /** What a hit in a search counts of a read where memories are kept at hand: it was shown, it may be again. */
    static final double HIT = 0.05;

    private static final double VOICE = 0.25;
    private static final double MOST = 2;

    private Use() {}

    /** Voices for what was read so often of late; none for nothing. */
    public static double voices(double used) {
        return Math.min(MOST, VOICE * Math.log1p(used) / Math.log(2));
    }
}
