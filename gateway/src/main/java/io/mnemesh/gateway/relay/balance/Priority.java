package io.mnemesh.gateway.relay.balance;

import java.util.Locale;

/** How urgent a request is, and so who is refused first when an upstream has as much as it can bear. */
public enum Priority {
    HIGH(0, 1.0),
    NORMAL(1, 0.7),
    LOW(2, 0.5);

    private final int rank;
    private final double share;

    Priority(int rank, double share) {
        this.rank = rank;
        this.share = share;
    }

    /** 0 for the most urgent, and so on; as it is stored. */
    public int rank() {
        return rank;
    }

    /** @throws IllegalArgumentException if there is no such rank */
    public static Priority of(int rank) {
        for (Priority priority : values()) {
            if (priority.rank == rank) {
                return priority;
            }
        }
        throw new IllegalArgumentException("No priority has the rank " + rank + ".");
    }

    /** Part of an upstream's limit up to which requests of this priority are let in. */
    public double share() {
        return share;
    }

    /** Name in headers and JSON. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
