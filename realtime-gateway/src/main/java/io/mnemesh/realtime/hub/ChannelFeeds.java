package io.mnemesh.realtime.hub;

import io.mnemesh.realtime.channel.ChannelId;

/** Where the hub gets its messages from. Calls return at once and may come from any thread. */
public interface ChannelFeeds {

    /** Starts telling the follower of the channel: first where it is, then every item behind that, in order. */
    void attach(ChannelId channel, FeedFollower follower);

    /** Stops it. Items on their way may still arrive. */
    void detach(ChannelId channel, FeedFollower follower);

    /** Compares what was delivered with what the log holds, and delivers what is missing. */
    void verify(ChannelId channel);
}
