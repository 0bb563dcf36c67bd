package io.mnemesh.cache.core;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.WriteBack;
import io.mnemesh.cache.redis.RedisSettings;
import io.mnemesh.mesh.postgres.PlainTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisClientType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that writes numbers until it is killed, and says which were acknowledged: a line {@code key number} for each.
 * Arguments: ports of PostgreSQL and Redis, the name of service and cache.
 */
final class WritingProcess {

    static final TenantId TENANT = new TenantId("acme");
    static final int KEYS = 40;
    private static final int WRITERS = 8;
    /** Long: who gives up while waiting for a connection of this plain pool takes it out of the pool for good. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** In milliseconds, before a refused write is followed by another. */
    private static final long PAUSE = 20;

    private WritingProcess() {}

    static CacheSpec<String> spec(String name, PostgresTarget target) {
        return CacheSpec.of(name, Serializers.TEXT)
                .withWriteBack(
                        target,
                        WriteBack.DEFAULTS
                                .withDelay(Duration.ofMillis(30))
                                .withTimeout(Duration.ofMillis(500))
                                .withTakeOver(Duration.ofMillis(200)));
    }

    public static void main(String... arguments) {
        var vertx = Vertx.vertx();
        int port = Integer.parseInt(arguments[0]);
        var pool = ServicePool.connect(vertx, port);
        // The store's time-out is short, and what it costs must not be connections of the journal.
        var store = new PostgresTarget(ServicePool.connect(vertx, port));
        String name = arguments[2];
        var redis = new RedisSettings(
                "redis://127.0.0.1:" + arguments[1],
                RedisClientType.STANDALONE,
                name,
                2,
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                1000);
        var settings = new TieredCacheFactory.Settings(
                redis, new PlainTransactions(pool), PATIENCE, Duration.ofHours(1), 100, WriteBack.DEFAULTS);
        var factory = new TieredCacheFactory(
                vertx, settings, new SimpleMeterRegistry(), InstantSource.system(), System::nanoTime);
        HierarchicalCache<String> cache = factory.cache(spec(name, store));
        var numbers = new AtomicInteger();
        for (int i = 0; i < WRITERS; i++) {
            write(vertx, cache, name, i, numbers);
        }
    }

    /** Each writer has keys of its own, so that a key's numbers are acknowledged in their order. */
    private static void write(
            Vertx vertx, HierarchicalCache<String> cache, String name, int writer, AtomicInteger numbers) {
        int number = numbers.incrementAndGet();
        int turn = number % (KEYS / WRITERS);
        String key = name + "-" + (turn * WRITERS + writer);
        cache.put(TENANT, key, String.valueOf(number))
                .subscribe()
                .with(
                        done -> {
                            System.out.println(key + " " + number);
                            write(vertx, cache, name, writer, numbers);
                        },
                        // While the journal is away it refuses at once: a retry from here would only deepen the stack.
                        failure -> vertx.setTimer(PAUSE, id -> write(vertx, cache, name, writer, numbers)));
    }
}
