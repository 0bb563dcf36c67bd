package io.mnemesh.gateway.relay.balance;

/** What became of an order to open the breaker of an instance. */
public enum Forcing {
    /** It is open, or would be. */
    OPEN,
    /** There is no such instance. */
    UNKNOWN,
    /** No more instances may be left out at once. */
    TOO_MANY
}
