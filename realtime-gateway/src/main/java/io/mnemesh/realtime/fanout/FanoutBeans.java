package io.mnemesh.realtime.fanout;

import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.realtime.backbone.Backbone;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.realtime.history.HistoryConfig;
import io.mnemesh.realtime.hub.HubConfig;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Wires the fan-out: one bus and one set of feeds per node, on the {@link Backbone}. */
@ApplicationScoped
class FanoutBeans {

    @Produces
    @Singleton
    Feeds feeds(
            Vertx vertx,
            RedisLines redis,
            Backbone backbone,
            ChannelLog log,
            MeterRegistry registry,
            HistoryConfig history,
            HubConfig hub) {
        var pubSub = new ShardedPubSub(() -> Redis.createClient(vertx, redis.options()), backbone.context());
        var feeds = new Feeds(
                backbone.loop(), new RedisFanoutBus(pubSub), log, new FanoutMeters(registry), history.pageSize());
        feeds.start(hub.positionCheck());
        return feeds;
    }

    void close(@Disposes Feeds feeds) {
        feeds.close();
    }
}
