package io.mnemesh.realtime.fanout;

import jakarta.inject.Singleton;

/** Whether messages reach this node at once. */
@Singleton
public class FanoutHealth {

    private final Feeds feeds;

    FanoutHealth(Feeds feeds) {
        this.feeds = feeds;
    }

    /** False while Redis is away: connections stay, messages come when it is back. */
    public boolean isConnected() {
        return feeds.isConnected();
    }
}
