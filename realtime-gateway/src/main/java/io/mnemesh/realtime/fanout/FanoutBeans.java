package io.mnemesh.realtime.fanout;

import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.realtime.history.HistoryConfig;
import io.mnemesh.realtime.hub.HubConfig;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Wires the fan-out: one bus and one set of feeds per node, on one event loop. */
@ApplicationScoped
class FanoutBeans {

    @Produces
    @Singleton
    Feeds feeds(
            Vertx vertx,
            RedisLines redis,
            ChannelLog log,
            MeterRegistry registry,
            HistoryConfig history,
            HubConfig hub) {
        EventExecutor loop = ((VertxInternal) vertx).createEventLoopContext().nettyEventLoop();
        var bus = new RedisFanoutBus(new ShardedPubSub(() -> Redis.createClient(vertx, redis.options()), loop));
        var feeds = new Feeds(loop, bus, log, new FanoutMeters(registry), history.pageSize());
        feeds.start(hub.positionCheck());
        return feeds;
    }

    void close(@Disposes Feeds feeds) {
        feeds.close();
    }
}
