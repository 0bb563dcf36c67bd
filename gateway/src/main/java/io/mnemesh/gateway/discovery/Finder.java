package io.mnemesh.gateway.discovery;

/** Follows the instances of one service until it is stopped. */
public interface Finder {

    /** Begins; returns at once. */
    void start();

    /** Ends; what comes later is not told any more. */
    void stop();
}
