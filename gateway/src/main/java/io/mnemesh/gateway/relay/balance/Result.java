package io.mnemesh.gateway.relay.balance;

/** How a routed request went, as far as the instance is to blame. */
public enum Result {
    /** It was answered, with whatever it deserved. */
    ANSWERED,
    /** It was answered with an error of the service. */
    ERROR,
    /** It could not be reached, broke off, or said that it cannot serve now. */
    FAILED,
    /** It did not answer in time. */
    TIMED_OUT,
    /** The client, or the gateway, gave it up first. */
    ABANDONED;

    boolean isFailure() {
        return this == ERROR || this == FAILED || this == TIMED_OUT;
    }

    /** Whether the service as a whole may be out of order. */
    boolean isOutage() {
        return this == FAILED || this == TIMED_OUT;
    }
}
