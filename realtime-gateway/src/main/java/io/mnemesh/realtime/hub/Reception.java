package io.mnemesh.realtime.hub;

import io.mnemesh.realtime.filter.Filter;
import io.mnemesh.realtime.namespace.Pace;

/**
 * How a subscription gets its channel. What is equal is encoded once.
 *
 * @param wire   the protocol, one that can write differences if those are wanted
 * @param filter which messages
 * @param delta  whether messages come as their differences from the ones before where that is shorter
 * @param pace   what happens when not everything can be given at once; with differences, everything is
 */
public record Reception(WireProtocol wire, Filter filter, boolean delta, Pace pace) {

    /** @throws IllegalArgumentException if differences are to be paced */
    public Reception {
        if (delta && !pace.isAtOnce()) {
            throw new IllegalArgumentException("Differences need every message.");
        }
    }

    /** Everything at once. */
    public Reception(WireProtocol wire, Filter filter, boolean delta) {
        this(wire, filter, delta, Pace.AT_ONCE);
    }

    /** Whole messages, all at once. */
    public Reception(WireProtocol wire, Filter filter) {
        this(wire, filter, false);
    }

    /** All of the channel, as it is. */
    public static Reception of(WireProtocol wire) {
        return new Reception(wire, Filter.all());
    }
}
