package io.mnemesh.realtime.hub;

import io.netty.util.concurrent.EventExecutor;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** All connections of this node, in one {@link LoopShard} per event loop. */
@ApplicationScoped
public class Hub {

    private static final Duration TICK = Duration.ofSeconds(1);

    private final ChannelFeeds feeds;
    private final Traffic traffic;
    private final HubConfig config;
    private final ConcurrentMap<EventExecutor, LoopShard> shards = new ConcurrentHashMap<>();

    Hub(ChannelFeeds feeds, Traffic traffic, HubConfig config) {
        this.feeds = feeds;
        this.traffic = traffic;
        this.config = config.validated();
    }

    /** The shard of an event loop. */
    public LoopShard shard(EventExecutor loop) {
        return shards.computeIfAbsent(loop, this::start);
    }

    /** Shards that have been used so far. */
    public Collection<LoopShard> shards() {
        return List.copyOf(shards.values());
    }

    private LoopShard start(EventExecutor loop) {
        var shard = new LoopShard(loop, feeds, traffic, config);
        shard.start(TICK);
        return shard;
    }
}
