package io.mnemesh.benchmarks.cache;

import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.Tagged;
import io.smallrye.mutiny.Uni;
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
import org.openjdk.jmh.infra.Blackhole;

/** A value of this process's memory through the library on two threads; values have a tag and an end, and reads are counted. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(2)
public class LocalHits {

    private static final Duration TTL = Duration.ofMinutes(10);

    private final CacheNode node = new CacheNode(Addresses.given(), "bench-l1");
    private final HierarchicalCache<String> cache = filled(node);

    private static HierarchicalCache<String> filled(CacheNode node) {
        HierarchicalCache<String> cache = node.cache(
                CacheSpec.of("hits", Serializers.TEXT).withLocal(TTL, 64L << 20).withRedis(TTL));
        HitKeys.forEach(key -> cache.getTagged(
                CacheNode.TENANT, key, () -> Uni.createFrom().item(Tagged.of(HitKeys.VALUE, HitKeys.TAG))));
        return cache;
    }

    /** The library without I/O. */
    @Benchmark
    public @Nullable String peek(HitKeys keys) {
        return cache.peek(CacheNode.TENANT, keys.next());
    }

    /** One thread, each call by itself, for the percentiles. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    @Threads(1)
    public @Nullable String peekOneByOne(HitKeys keys) {
        return cache.peek(CacheNode.TENANT, keys.next());
    }

    /** The library as it is usually called. */
    @Benchmark
    public void get(HitKeys keys, Blackhole blackhole) {
        cache.get(CacheNode.TENANT, keys.next(), HitKeys::absent).subscribe().with(blackhole::consume, failure -> {
            throw new IllegalStateException(failure);
        });
    }

    /** Ends connections and threads. */
    @TearDown
    public void close() {
        node.close();
    }
}
