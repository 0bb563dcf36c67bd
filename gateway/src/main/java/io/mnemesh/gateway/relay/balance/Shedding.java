package io.mnemesh.gateway.relay.balance;

/**
 * An order to shed bulk load. Requests of other priorities are not touched by it.
 *
 * @param share part of the upstream's limit that requests of low priority may still have; nothing lets none in
 */
public record Shedding(Ordered by, double share) {

    public Shedding {
        if (!isValid(share)) {
            throw new IllegalArgumentException("share " + share);
        }
    }

    /** Whether it is less than what is due to low priority, or the same. */
    public static boolean isValid(double share) {
        return share >= 0 && share <= Priority.LOW.share();
    }
}
