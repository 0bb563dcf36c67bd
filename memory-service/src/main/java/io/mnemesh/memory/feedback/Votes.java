package io.mnemesh.memory.feedback;

/**
 * How often a memory was rated what, one voice per user.
 *
 * @param useful    found useful
 * @param notUseful found of no use
 * @param wrong     found wrong
 */
public record Votes(long useful, long notUseful, long wrong) {

    private static final double LEAST = 0.3;
    private static final double MOST = 1.5;

    /** Voices that are neither for nor against, so that the first ones move little. */
    private static final double PRIOR = 2;

    private static final double WRONG_COUNTS = 2;

    /**
     * The weight they give it: 1 without any, more than {@value #LEAST}, less than {@value #MOST}, the same for the same
     * shares of ever more voices. Who calls it wrong counts as {@value #WRONG_COUNTS}.
     */
    public double weight() {
        double against = notUseful + WRONG_COUNTS * wrong;
        double balance = (useful - against) / (useful + against + PRIOR);
        return balance >= 0 ? 1 + (MOST - 1) * balance : 1 + (1 - LEAST) * balance;
    }
}
