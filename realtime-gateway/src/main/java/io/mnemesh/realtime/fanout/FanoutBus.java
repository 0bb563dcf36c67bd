package io.mnemesh.realtime.fanout;

import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.Signal;
import java.util.List;

/** Carries published messages to the nodes. It is fast and may lose messages; who listens notices by the offsets. */
interface FanoutBus {

    /** Connects, and reconnects until it is closed. */
    void start(Listener listener);

    /** Asks for the messages of a channel; answered with {@link Listener#onSubscribed}. Ignored without a connection. */
    void subscribe(ChannelId channel);

    void unsubscribe(ChannelId channel);

    void close();

    /** Who is told. Calls come one after the other, from a thread that must not be blocked. */
    interface Listener {

        /** A new connection without subscriptions: ask again for what is wanted. */
        void onConnected();

        void onDisconnected();

        void onSubscribed(ChannelId channel);

        /** The server ended a subscription, wanted or not. */
        void onUnsubscribed(ChannelId channel);

        void onMessage(ChannelId channel, Message message);

        void onSignals(ChannelId channel, List<Signal> signals);
    }
}
