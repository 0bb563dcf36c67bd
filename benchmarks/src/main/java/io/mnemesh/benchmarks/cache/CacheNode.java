package io.mnemesh.benchmarks.cache;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.benchmarks.Polling;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.WriteBack;
import io.mnemesh.cache.core.TieredCacheFactory;
import io.mnemesh.cache.core.WarmStart;
import io.mnemesh.cache.redis.RedisSettings;
import io.mnemesh.embedded.Bootstrap;
import io.mnemesh.mesh.postgres.PlainTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.redis.client.RedisClientType;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.time.InstantSource;

/** The caches of one process of a service, with the library's defaults. */
final class CacheNode implements AutoCloseable {

    static final TenantId TENANT = new TenantId("acme");

    /** More than anything here may take. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration CONNECTED = Duration.ofSeconds(15);
    private static final int CONNECTIONS = 16;

    static {
        // The first use of Mutiny makes what Quarkus makes at its start, and two threads must not be the first at once.
        await(Uni.createFrom().deferred(() -> Uni.createFrom().voidItem()));
    }

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;
    private final TieredCacheFactory factory;

    CacheNode(Addresses at, String service) {
        pool = pool(vertx, at.postgres());
        factory = new TieredCacheFactory(
                vertx,
                new TieredCacheFactory.Settings(
                        redis(at, service),
                        new PlainTransactions(pool),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(1),
                        1000,
                        WriteBack.DEFAULTS),
                new SimpleMeterRegistry(),
                InstantSource.system(),
                System::nanoTime);
    }

    private static RedisSettings redis(Addresses at, String service) {
        return new RedisSettings(
                at.redisUrl(),
                RedisClientType.STANDALONE,
                service,
                4,
                Duration.ofMillis(250),
                Duration.ofSeconds(2),
                10_000);
    }

    private static Pool pool(Vertx vertx, int port) {
        var options = new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setDatabase(Bootstrap.DATABASE)
                .setUser(CacheServers.USER)
                .setPassword(CacheServers.PASSWORD)
                .setCachePreparedStatements(true);
        return Pool.newInstance(PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(CONNECTIONS))
                .connectingTo(options)
                .using(vertx)
                .build());
    }

    Vertx vertx() {
        return vertx;
    }

    /** Connections to PostgreSQL as the service. */
    Pool pool() {
        return pool;
    }

    /** Caches begin with what was hot in earlier processes of the service, and what is hot is recorded. */
    void warmStarts(WarmStart settings) {
        factory.warmStarts(settings);
    }

    /** The cache, when its process is connected to Redis. */
    <V> HierarchicalCache<V> cache(CacheSpec<V> spec) {
        HierarchicalCache<V> cache = factory.cache(spec);
        try {
            Polling.until(Duration.ofMillis(5), CONNECTED, factory::redisOpen);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return cache;
    }

    static <T> T await(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }

    @Override
    public void close() {
        factory.close();
        await(pool.close());
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
