package io.mnemesh.realtime.hub;

import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.channel.Signal;
import java.util.List;

/** Who is told of a channel. Must not block; calls for one channel come one after the other. */
public interface FeedFollower {

    /** The follower has everything from behind this position on. */
    void onAttached(ChannelId channel, Position position);

    void onItem(ChannelId channel, ChannelItem item);

    /** Something happened now; it may come in any order with items. */
    void onSignals(ChannelId channel, List<Signal> signals);
}
