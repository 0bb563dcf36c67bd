package io.mnemesh.cache.redis;

import io.vertx.redis.client.RedisClientType;
import java.time.Duration;

/**
 * How the shared tier reaches Redis.
 *
 * @param url        {@code redis://} or {@code rediss://}
 * @param service    service whose caches these are; part of every key
 * @param shards     number of shards, equal in all instances of the service; each is one slot of a Redis Cluster
 * @param timeout    longest time without an answer; then the connection is given up
 * @param lease      longest time a dead holder keeps others from loading
 * @param logLength  changes a process may miss without dropping the shard from its local tier
 */
public record RedisSettings(
        String url,
        RedisClientType type,
        String service,
        int shards,
        Duration timeout,
        Duration lease,
        int logLength) {}
