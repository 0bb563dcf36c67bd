package io.mnemesh.memory.feedback;

/**
 * How often a memory was rated what, one voice per user.
 *
 * @param useful    found useful
 * @param notUseful found of no use
 * @param wrong     found wrong
 */
public record Votes(long useful, long notUseful, long wrong) {

    static final Votes NONE = new Votes(0, 0, 0);

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
        return weight(0);
    }

    /** The same where so many more find it useful. */
    double weight(double use) {
        double support = useful + use;
        double against = notUseful + WRONG_COUNTS * wrong;
        double balance = (support - against) / (support + against + PRIOR);
        return balance >= 0 ? 1 + (MOST - 1) * balance : 1 + (1 - LEAST) * balance;
    }
}
