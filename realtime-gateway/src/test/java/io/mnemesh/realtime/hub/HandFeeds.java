package io.mnemesh.realtime.hub;

import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.channel.Signal;
import java.util.List;

/** A feed by hand, of one channel with one follower. */
final class HandFeeds implements ChannelFeeds {

    private final ChannelId channel;
    FeedFollower follower;
    int attached;
    int detached;
    private long offset;

    HandFeeds(ChannelId channel) {
        this.channel = channel;
    }

    @Override
    public void attach(ChannelId asked, FeedFollower attaching) {
        attached++;
        follower = attaching;
        attaching.onAttached(asked, new Position("e", offset));
    }

    @Override
    public void detach(ChannelId asked, FeedFollower detaching) {
        detached++;
    }

    @Override
    public void verify(ChannelId asked) {
        // nothing is ever lost here
    }

    void signals(Signal... signals) {
        follower.onSignals(channel, List.of(signals));
    }

    void item(ChannelItem item) {
        offset = item.position().offset();
        follower.onItem(channel, item);
    }
}
