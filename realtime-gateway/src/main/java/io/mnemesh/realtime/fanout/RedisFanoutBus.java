package io.mnemesh.realtime.fanout;

import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.history.ChannelKeys;
import java.util.function.Consumer;

/** The fan-out over sharded pub/sub: every channel has a key of its own, in the slot of its history. */
final class RedisFanoutBus implements FanoutBus {

    private static final MeshLog LOG = MeshLog.of(RedisFanoutBus.class);

    private final ShardedPubSub redis;

    RedisFanoutBus(ShardedPubSub redis) {
        this.redis = redis;
    }

    @Override
    public void start(Listener listener) {
        redis.start(new Translation(listener));
    }

    @Override
    public void subscribe(ChannelId channel) {
        redis.subscribe(ChannelKeys.bus(channel));
    }

    @Override
    public void unsubscribe(ChannelId channel) {
        redis.unsubscribe(ChannelKeys.bus(channel));
    }

    @Override
    public void close() {
        redis.close();
    }

    /** Tells of channels what is told of keys. */
    private record Translation(Listener told) implements ShardedPubSub.Listener {

        @Override
        public void onConnected() {
            told.onConnected();
        }

        @Override
        public void onDisconnected() {
            told.onDisconnected();
        }

        @Override
        public void onSubscribed(String key) {
            channel(key, told::onSubscribed);
        }

        @Override
        public void onUnsubscribed(String key) {
            channel(key, told::onUnsubscribed);
        }

        @Override
        public void onMessage(String key, byte[] bytes) {
            if (BusSignals.isSignal(bytes)) {
                channel(key, channel -> told.onSignals(channel, BusSignals.parse(bytes)));
                return;
            }
            channel(
                    key,
                    channel -> BusMessage.parse(bytes)
                            .ifPresentOrElse(
                                    message -> told.onMessage(channel, message),
                                    () -> LOG.warn("Fan-out message not understood; ignored")
                                            .log()));
        }

        private static void channel(String key, Consumer<ChannelId> action) {
            ChannelKeys.ofBus(key).ifPresent(action);
        }
    }
}
