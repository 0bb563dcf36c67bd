package io.mnemesh.realtime.hub;

import io.mnemesh.realtime.filter.Filter;

/**
 * How a subscription gets its channel. What is equal is encoded once.
 *
 * @param wire   the protocol, one that can write differences if those are wanted
 * @param filter which messages
 * @param delta  whether messages come as their differences from the ones before where that is shorter
 */
public record Reception(WireProtocol wire, Filter filter, boolean delta) {

    /** Whole messages. */
    public Reception(WireProtocol wire, Filter filter) {
        this(wire, filter, false);
    }

    /** All of the channel, as it is. */
    public static Reception of(WireProtocol wire) {
        return new Reception(wire, Filter.all());
    }
}
