package io.mnemesh.cache.core;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.WriteBack;
import io.mnemesh.cache.redis.RedisSettings;
import io.mnemesh.mesh.postgres.PlainTransactions;
import io.mnemesh.testing.FakeClock;
import io.vertx.redis.client.RedisClientType;
import java.time.Duration;

/** One process of a service, as far as the cache can tell: a factory of its own with an L1 of its own. */
final class Node implements AutoCloseable {

    final FakeClock clock;
    static final Duration LEASE = Duration.ofSeconds(1);

    final MeterRegistry registry = new SimpleMeterRegistry();
    final TieredCacheFactory factory;

    Node(String service) {
        this(service, new FakeClock());
    }

    Node(String service, FakeClock clock) {
        this(service, clock, Servers.REDIS.url());
    }

    Node(String service, FakeClock clock, String redisUrl) {
        this(service, clock, redisUrl, LEASE);
    }

    Node(String service, FakeClock clock, String redisUrl, Duration lease) {
        this.clock = clock;
        var redis = new RedisSettings(
                redisUrl, RedisClientType.STANDALONE, service, 2, Duration.ofMillis(500), lease, 1000);
        var settings = new TieredCacheFactory.Settings(
                redis,
                new PlainTransactions(Servers.POOL),
                Duration.ofSeconds(3),
                Duration.ofHours(1),
                100,
                WriteBack.DEFAULTS);
        this.factory = new TieredCacheFactory(
                Servers.VERTX,
                settings,
                registry,
                clock,
                () -> Duration.between(FakeClock.START, clock.instant()).toNanos());
    }

    static CacheSpec<String> spec() {
        return CacheSpec.of("values", Serializers.TEXT)
                .withLocal(Duration.ofMinutes(1), 1 << 20)
                .withRedis(Duration.ofMinutes(10))
                .withPostgres(Duration.ofHours(1));
    }

    HierarchicalCache<String> cache() {
        return cache(spec());
    }

    /** The cache, when its node has Redis. */
    <V> HierarchicalCache<V> cache(CacheSpec<V> spec) {
        HierarchicalCache<V> cache = factory.cache(spec);
        connected();
        return cache;
    }

    void connected() {
        await().pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(15))
                .until(factory::redisOpen);
    }

    @Override
    public void close() {
        factory.close();
    }
}
