package io.mnemesh.cache.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.Tier;
import io.mnemesh.mesh.redis.Loop;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The cache while Redis is away, full or cut off, and after its return. */
@Tag("slow")
class RedisFaultTest extends FaultFixture {

    @Test
    void shouldLoadWhenRedisHasStoppedAndTheLeaseOfTheOneThatLoadsHasEnded() {
        var first = node();
        var second = node();
        HierarchicalCache<String> holding = first.cache();
        HierarchicalCache<String> waiting = second.cache();
        var loading = holding.get(ACME, k, () -> Uni.createFrom().nothing())
                .subscribe()
                .with(value -> {}, failure -> {});
        until(() -> holding.stats().loads() == 1);
        var answer = waiting.get(ACME, k, loader("own")).subscribeAsCompletionStage();
        until(() -> beginnings(second) >= 3);
        long before = failures(waiting);

        long killedAt = System.nanoTime();
        Servers.REDIS.kill();

        assertThat(answer).succeedsWithin(WAIT).isEqualTo("own");
        assertThat(Duration.ofNanos(System.nanoTime() - killedAt)).isGreaterThan(Node.LEASE.dividedBy(2));
        assertThat(before).isZero();
        assertThat(failures(waiting)).isPositive();
        assertThat(waiting.stats().loads()).isEqualTo(1);
        loading.cancel();
    }

    @Test
    void shouldNotLoadASecondTimeWhenRedisHangsWhileAnotherProcessLoads() throws Exception {
        var first = node(Duration.ofSeconds(20));
        var second = node(Duration.ofSeconds(20));
        HierarchicalCache<String> holding = first.cache();
        HierarchicalCache<String> waiting = second.cache();
        var record = new CompletableFuture<String>();
        var loaded = holding.get(ACME, k, () -> Uni.createFrom().completionStage(record))
                .subscribeAsCompletionStage();
        until(() -> holding.stats().loads() == 1);
        var answer = waiting.get(ACME, k, loader("own")).subscribeAsCompletionStage();
        until(() -> beginnings(second) >= 3);

        signal("STOP");
        try {
            away(second);
            record.complete("loaded");
            away(first);
        } finally {
            signal("CONT");
        }

        assertThat(loaded).succeedsWithin(WAIT).isEqualTo("loaded");
        assertThat(answer).succeedsWithin(WAIT).isEqualTo("loaded");
        assertThat(failures(waiting)).isPositive();
        assertThat(waiting.stats().loads()).isZero();
    }

    @Test
    void shouldKeepRedisWhenACallerHoldsUpItsOwnEventLoop() {
        var node = node();
        var cache = node.cache();
        var answer = new CompletableFuture<String>();
        var held = new CountDownLatch(1);

        new Loop(Servers.VERTX).run(() -> {
            cache.getIfPresent(ACME, k).subscribe().with(answer::complete, answer::completeExceptionally);
            awaitUninterruptibly(held);
        });

        // Longer than the time-out of Redis.
        await().pollInterval(Duration.ofMillis(20))
                .during(Duration.ofMillis(800))
                .atMost(WAIT)
                .until(node.factory::redisOpen);
        held.countDown();
        assertThat(answer).succeedsWithin(WAIT).isNull();
        assertThat(failures(cache)).isZero();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long failures(HierarchicalCache<?> cache) {
        return cache.stats().tiers().get(Tier.REDIS).failures();
    }

    /** How often the node has asked L2 whether it may load. */
    private static long beginnings(Node node) {
        var timer = node.registry
                .find("mnemesh_cache_tier_seconds")
                .tag("tier", Tier.REDIS.label())
                .tag("operation", "begin")
                .timer();
        return timer == null ? 0 : timer.count();
    }

    @Test
    void shouldGoOnAndBeCoherentAfterReturnWhenRedisStops() {
        var first = node();
        var second = node();
        var a = first.cache();
        var b = second.cache();
        get(b.put(ACME, k, "older"));
        get(a.put(ACME, k, "old"));
        // A change that is heard of after its value was read takes the value out of L1 again.
        until(() -> b.peek(ACME, k) == null);
        assertThat(get(b.getIfPresent(ACME, k))).isEqualTo("old");

        Servers.REDIS.stop();
        away(first);
        away(second);
        assertThat(b.peek(ACME, k)).isEqualTo("old");
        assertThat(get(b.get(ACME, k + "x", loader("loaded")))).isEqualTo("loaded");
        get(a.put(ACME, k, "new"));
        assertThat(get(a.getIfPresent(ACME, k))).isEqualTo("new");
        Servers.REDIS.restart();

        first.connected();
        second.connected();
        until(() -> "new".equals(get(b.getIfPresent(ACME, k))));
        assertThat(get(node().cache(Node.spec().withoutLocal()).getIfPresent(ACME, k)))
                .isEqualTo("new");
        assertThat(get(a.getIfPresent(ACME, k))).isEqualTo("new");
    }

    @Test
    void shouldNotBringBackAnOldValueWhenRedisLosesItsLatestWrites() {
        var spec = Node.spec().withPostgres(Duration.ZERO);
        var first = node();
        var a = first.cache(spec);
        var second = node();
        var b = second.cache(spec);
        get(a.put(ACME, k, "old"));
        assertThat(get(b.getIfPresent(ACME, k))).isEqualTo("old");

        Servers.REDIS.kill();
        away(first);
        get(a.remove(ACME, k));
        Servers.REDIS.restart();

        first.connected();
        second.connected();
        until(() -> get(b.getIfPresent(ACME, k)) == null);
        assertThat(get(a.getIfPresent(ACME, k))).isNull();
        assertThat(get(node().cache(spec).getIfPresent(ACME, k))).isNull();
    }

    @Test
    void shouldAnswerInTimeAndReplayWhatWasMissedWhenRedisHangs() throws Exception {
        var first = node();
        var cache = first.cache();
        get(cache.put(ACME, k, "old"));
        get(cache.put(ACME, k + "kept", "kept"));
        signal("STOP");
        try {
            long startedAt = System.nanoTime();
            assertThat(get(cache.get(ACME, k + "x", loader("loaded")))).isEqualTo("loaded");
            assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(Duration.ofSeconds(3));
            away(first);
            startedAt = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                assertThat(get(cache.get(ACME, k + "y" + i, loader("loaded")))).isEqualTo("loaded");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(Duration.ofSeconds(3));
        } finally {
            signal("CONT");
        }
        var other = node().cache();
        get(other.put(ACME, k, "new"));

        until(() -> "new".equals(get(cache.getIfPresent(ACME, k))));
        assertThat(cache.peek(ACME, k + "kept")).isEqualTo("kept");
    }

    private static void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(Servers.REDIS.pid()))
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    @Test
    void shouldDropOnlyTheLostShardsWhenTheLogIsGone() {
        var cache = node().cache();
        var other = node().cache();
        get(cache.put(ACME, k, "old"));
        get(other.put(ACME, k + 1, "one"));

        assertThat(Servers.redis("FLUSHALL")).isEqualTo("+OK");

        get(other.put(ACME, k, "new"));
        until(() -> "new".equals(get(cache.getIfPresent(ACME, k))));
        get(cache.put(ACME, k + 2, "two"));
        assertThat(get(other.getIfPresent(ACME, k + 2))).isEqualTo("two");
    }

    @Test
    void shouldTellOtherProcessesAfterTheOwnerOfADebtHasDied() {
        var spec = Node.spec();
        var reader = node();
        var b = reader.cache(spec);
        var dying = new Node(service, clock, "redis://127.0.0.1:1");
        HierarchicalCache<String> a = dying.factory.cache(spec);
        get(b.put(ACME, k, "old"));

        get(a.remove(ACME, k));
        dying.close();

        until(() -> get(b.getIfPresent(ACME, k)) == null);
        assertThat(get(node().cache(spec).getIfPresent(ACME, k))).isNull();
    }

    @Test
    void shouldInvalidateTagsWhenRedisIsAway() {
        var first = node();
        var second = node();
        var a = first.cache();
        var b = second.cache();
        get(a.put(ACME, k, "old", Set.of(k)));
        get(a.put(ACME, k + "x", "kept", Set.of(k + "x")));
        assertThat(get(b.getIfPresent(ACME, k))).isEqualTo("old");

        Servers.REDIS.stop();
        away(first);
        get(a.invalidateTag(ACME, k));
        assertThat(get(a.getIfPresent(ACME, k))).isNull();
        Servers.REDIS.restart();

        first.connected();
        second.connected();
        until(() -> get(b.getIfPresent(ACME, k)) == null);
        assertThat(get(a.getIfPresent(ACME, k))).isNull();
        assertThat(get(node().cache(Node.spec().withoutLocal()).getIfPresent(ACME, k)))
                .isNull();
        assertThat(get(b.getIfPresent(ACME, k + "x"))).isEqualTo("kept");
    }

    @Test
    void shouldInvalidateTagsWhenTheirProcessDiesWithoutRedis() {
        var b = node().cache();
        var dying = new Node(service, clock, "redis://127.0.0.1:1");
        HierarchicalCache<String> a = dying.factory.cache(Node.spec());
        get(b.put(ACME, k, "old", Set.of(k)));

        get(a.invalidateTag(ACME, k));
        dying.close();

        until(() -> get(b.getIfPresent(ACME, k)) == null);
        assertThat(get(node().cache().getIfPresent(ACME, k))).isNull();
    }

    @Test
    void shouldGoOnWithoutKeepingInRedisWhenRedisIsFull() {
        var spec = CacheSpec.of("values", Serializers.TEXT);
        var cache = node().cache(spec);
        var other = node().cache(spec);
        get(cache.put(ACME, k, "old"));
        assertThat(get(other.getIfPresent(ACME, k))).isEqualTo("old");
        Servers.redis("CONFIG", "SET", "maxmemory", "1");
        try {
            assertThat(get(cache.get(ACME, k + "x", loader("loaded")))).isEqualTo("loaded");
            get(cache.put(ACME, k, "new"));

            until(() -> other.peek(ACME, k) == null);
            assertThat(get(other.getIfPresent(ACME, k))).isNull();
            assertThat(cache.peek(ACME, k + "x")).isEqualTo("loaded");
        } finally {
            Servers.redis("CONFIG", "SET", "maxmemory", "0");
        }
        get(cache.put(ACME, k, "newer"));
        assertThat(get(other.getIfPresent(ACME, k))).isEqualTo("newer");
    }
}
