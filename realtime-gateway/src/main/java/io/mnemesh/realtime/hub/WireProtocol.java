package io.mnemesh.realtime.hub;

import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.Signal;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * A way to put what flows through a channel on the wire, framing included. The hub encodes once for all subscribers
 * that share the instance, so an implementation has no state of a connection.
 */
public interface WireProtocol {

    /** Appends the bytes of these items, ready to be written to the socket. */
    void encode(ChannelId channel, List<ChannelItem> items, ByteBuf out);

    /** Whether there is a word for signals of this kind; others are not told. */
    default boolean knows(Signal.Kind kind) {
        return true;
    }

    /** Appends the bytes of a signal it knows, likewise. */
    void encode(ChannelId channel, Signal signal, ByteBuf out);

    /**
     * Whether a subscription is over with its first gap. {@link #encode} then tells of the gap as the subscription's end
     * and of nothing behind it, and the hub ends the subscription.
     */
    default boolean endsAtGap() {
        return false;
    }

    /** Whether a subscription is over with these items. */
    default boolean endsWith(List<ChannelItem> items) {
        return endsAtGap() && items.stream().anyMatch(ChannelItem.Gap.class::isInstance);
    }
}
