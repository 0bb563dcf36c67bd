package io.mnemesh.benchmarks.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.redisson.Redisson;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.LocalCachedMapOptions;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/**
 * What stands beside {@link LocalHits}: Redisson's local cached map, with its own local cache and with Caffeine, and a Caffeine
 * cache alone, which has no tags, no counters and nobody to agree with.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(2)
public class PeerHits {

    private static final Duration TTL = Duration.ofMinutes(10);

    private final RedissonClient redisson = redisson(Addresses.given());
    private final RLocalCachedMap<String, String> near = filled(redisson, LocalCachedMapOptions.CacheProvider.REDISSON);
    private final RLocalCachedMap<String, String> nearOverCaffeine =
            filled(redisson, LocalCachedMapOptions.CacheProvider.CAFFEINE);
    private final Cache<String, String> caffeine = filled();

    private static RedissonClient redisson(Addresses at) {
        var config = new Config();
        config.useSingleServer().setAddress(at.redisUrl());
        return Redisson.create(config);
    }

    private static RLocalCachedMap<String, String> filled(
            RedissonClient redisson, LocalCachedMapOptions.CacheProvider provider) {
        RLocalCachedMap<String, String> map =
                redisson.getLocalCachedMap(LocalCachedMapOptions.<String, String>name("near-" + provider)
                        .codec(StringCodec.INSTANCE)
                        .cacheProvider(provider)
                        .evictionPolicy(LocalCachedMapOptions.EvictionPolicy.LRU)
                        .cacheSize(2 * HitKeys.COUNT)
                        .timeToLive(TTL));
        for (String key : HitKeys.all()) {
            map.fastPut(key, HitKeys.VALUE);
            map.get(key);
        }
        return map;
    }

    private static Cache<String, String> filled() {
        Cache<String, String> cache = Caffeine.newBuilder()
                .maximumSize(2 * HitKeys.COUNT)
                .expireAfterWrite(TTL)
                .build();
        HitKeys.all().forEach(key -> cache.put(key, HitKeys.VALUE));
        return cache;
    }

    @Benchmark
    public @Nullable String redisson(HitKeys keys) {
        return near.get(keys.next());
    }

    @Benchmark
    public @Nullable String redissonOverCaffeine(HitKeys keys) {
        return nearOverCaffeine.get(keys.next());
    }

    @Benchmark
    public @Nullable String caffeine(HitKeys keys) {
        return caffeine.getIfPresent(keys.next());
    }

    /** Ends connections and threads. */
    @TearDown
    public void close() {
        redisson.shutdown(0, 2, TimeUnit.SECONDS);
    }
}
