package io.mnemesh.realtime.hub;

import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.channel.Signal;
import java.util.ArrayList;
import java.util.List;

/** What came for a subscription that has not got yet what was before it. Confined to an event loop. */
final class Held {

    private static final int BYTES_OF_SIGNAL = 128;

    private final List<ChannelItem> items = new ArrayList<>(0);
    private final List<Signal> signals = new ArrayList<>(0);
    private long bytes;

    void add(List<ChannelItem> more) {
        for (ChannelItem item : more) {
            items.add(item);
            bytes += item.payloadBytes();
        }
    }

    void add(Signal signal) {
        signals.add(signal);
        bytes += BYTES_OF_SIGNAL;
    }

    /** Drops the messages up to here. */
    void dropUpTo(Position reached) {
        items.removeIf(item -> item instanceof ChannelItem.Message message
                && message.position().sameEpoch(reached)
                && message.position().offset() <= reached.offset());
    }

    List<ChannelItem> items() {
        return items;
    }

    List<Signal> signals() {
        return signals;
    }

    /** About how much memory it takes. */
    long bytes() {
        return bytes;
    }
}
