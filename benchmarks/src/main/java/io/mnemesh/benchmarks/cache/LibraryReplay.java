package io.mnemesh.benchmarks.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.Tier;
import io.mnemesh.cache.WriteBack;
import io.mnemesh.cache.core.TieredCacheFactory;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Objects;

/** Traces through the library with nothing but L1, in one process, without servers. */
final class LibraryReplay implements AutoCloseable {

    private static final Duration TTL = Duration.ofHours(1);
    private static final String VALUE = "v";

    private final Vertx vertx = Vertx.vertx();
    private final TieredCacheFactory factory = new TieredCacheFactory(
            vertx,
            new TieredCacheFactory.Settings(
                    null, null, Duration.ofSeconds(1), Duration.ofHours(1), 1, WriteBack.DEFAULTS),
            new SimpleMeterRegistry(),
            InstantSource.system(),
            Ticker.systemTicker(),
            // As the simulator has it: hits are then the same in every run.
            Runnable::run);
    private final long bytesOfOne;
    private int caches;

    LibraryReplay() {
        HierarchicalCache<String> one = cache(1 << 20);
        CacheNode.await(one.put(CacheNode.TENANT, HexFormat.of().toHexDigits(0L), VALUE));
        bytesOfOne = Objects.requireNonNull(one.stats().tiers().get(Tier.LOCAL)).bytes();
    }

    private HierarchicalCache<String> cache(long bytes) {
        return factory.cache(CacheSpec.of("replay-" + caches++, Serializers.TEXT)
                .withLocal(TTL, bytes)
                .withoutRedis());
    }

    /** As {@link Policy#hits}; on an event loop, where a read has ended before the next one begins. */
    long hits(long[] keys, int capacity) {
        HierarchicalCache<String> cache = cache(bytesOfOne * capacity);
        CacheNode.await(Uni.createFrom()
                .item(() -> {
                    for (long key : keys) {
                        read(cache, key);
                    }
                    return cache;
                })
                .runSubscriptionOn(task -> vertx.runOnContext(nothing -> task.run())));
        var local = Objects.requireNonNull(cache.stats().tiers().get(Tier.LOCAL));
        if (local.hits() + local.misses() != keys.length) {
            throw new IllegalStateException("Not every read was counted once.");
        }
        return local.hits();
    }

    /** All keys are of one length, so that all entries weigh the same. */
    private static void read(HierarchicalCache<String> cache, long key) {
        cache.get(
                        CacheNode.TENANT,
                        HexFormat.of().toHexDigits(key),
                        () -> Uni.createFrom().item(VALUE))
                .subscribe()
                .with(value -> {}, failure -> {
                    throw new IllegalStateException(failure);
                });
    }

    @Override
    public void close() {
        factory.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
