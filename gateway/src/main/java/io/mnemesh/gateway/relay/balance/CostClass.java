package io.mnemesh.gateway.relay.balance;

/** What a request roughly costs a service, as far as its first line tells. */
public enum CostClass {
    /** Reads one thing or a list. */
    READ,
    /** Searches or computes. */
    SEARCH,
    /** Changes something. */
    WRITE,
    /** Changes much at once. */
    BULK
}
