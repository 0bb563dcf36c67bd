package io.mnemesh.gateway.relay.balance;

import java.util.Locale;

/** How urgent a request is, and so who is refused first when an upstream has as much as it can bear. */
public enum Priority {
    HIGH(1.0),
    NORMAL(0.7),
    LOW(0.5);

    private final double share;

    Priority(double share) {
        this.share = share;
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
