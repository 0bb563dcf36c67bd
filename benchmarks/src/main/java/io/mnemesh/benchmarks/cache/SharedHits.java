package io.mnemesh.benchmarks.cache;

import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Serializers;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A value that another process has put into L2 or L3, beside a bare {@code GET} of as many bytes over the same Redis client: one
 * call at a time, from a thread that waits for each, and from an event loop, as services call.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SharedHits {

    private static final int CHAIN = 100;
    private static final Duration TTL = Duration.ofHours(1);

    private final Addresses at = Addresses.given();
    private final CacheNode node = new CacheNode(at, "bench-shared");
    private final Context loop = node.vertx().getOrCreateContext();
    private final HierarchicalCache<String> second =
            filled(node, CacheSpec.of("second", Serializers.TEXT).withoutLocal().withRedis(TTL));
    private final HierarchicalCache<String> third = filled(
            node,
            CacheSpec.of("third", Serializers.TEXT)
                    .withoutLocal()
                    .withoutRedis()
                    .withPostgres(TTL));
    private final RedisConnection redis = raw(node, at);

    private static HierarchicalCache<String> filled(CacheNode node, CacheSpec<String> spec) {
        HierarchicalCache<String> cache = node.cache(spec);
        HitKeys.forEach(key -> cache.put(CacheNode.TENANT, key, HitKeys.VALUE));
        return cache;
    }

    private static RedisConnection raw(CacheNode node, Addresses at) {
        RedisConnection connection = Redis.createClient(node.vertx(), at.redisUrl())
                .connect()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        HitKeys.forEach(key -> Uni.createFrom()
                .completionStage(() -> connection
                        .send(Request.cmd(Command.SET).arg(key).arg(HitKeys.VALUE))
                        .toCompletionStage()));
        return connection;
    }

    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public String l2(HitKeys keys) {
        return CacheNode.await(second.get(CacheNode.TENANT, keys.next(), HitKeys::absent));
    }

    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public Response redis(HitKeys keys) {
        return redis.send(Request.cmd(Command.GET).arg(keys.next()))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public String l3(HitKeys keys) {
        return CacheNode.await(third.get(CacheNode.TENANT, keys.next(), HitKeys::absent));
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OperationsPerInvocation(CHAIN)
    public void l2OnLoop(HitKeys keys) {
        onLoop(() -> second.get(CacheNode.TENANT, keys.next(), HitKeys::absent));
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OperationsPerInvocation(CHAIN)
    public void redisOnLoop(HitKeys keys) {
        onLoop(() -> Uni.createFrom()
                .completionStage(() ->
                        redis.send(Request.cmd(Command.GET).arg(keys.next())).toCompletionStage()));
    }

    /** One after the other on the event loop. */
    private void onLoop(Supplier<Uni<?>> read) {
        var done = new CompletableFuture<Void>();
        loop.runOnContext(nothing -> repeat(read, CHAIN, done));
        done.orTimeout(CacheNode.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static void repeat(Supplier<Uni<?>> read, int left, CompletableFuture<Void> done) {
        if (left == 0) {
            done.complete(null);
            return;
        }
        read.get().subscribe().with(value -> repeat(read, left - 1, done), done::completeExceptionally);
    }

    /** Ends connections and threads. */
    @TearDown
    public void close() {
        redis.close().toCompletionStage().toCompletableFuture().join();
        node.close();
    }
}
