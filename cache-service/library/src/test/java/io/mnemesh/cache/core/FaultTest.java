package io.mnemesh.cache.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.Tagged;
import io.mnemesh.cache.Tier;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.FakeClock;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The cache while Redis or PostgreSQL is away, full or cut off, and after their return. */
@Tag("slow")
class FaultTest {

    private static final Duration WAIT = Duration.ofSeconds(15);
    private static final TenantId ACME = new TenantId("acme");

    private final String service = "f" + UUID.randomUUID().toString().substring(0, 8);
    private final String k = "k-" + service;
    private final FakeClock clock = new FakeClock();
    private final List<Node> nodes = new ArrayList<>();

    @AfterEach
    void restore() {
        nodes.forEach(Node::close);
        if (!Servers.REDIS.isRunning()) {
            Servers.REDIS.restart();
        }
        if (!Servers.POSTGRES.isRunning()) {
            Servers.POSTGRES.restart();
        }
    }

    private Node node() {
        return node(Node.LEASE);
    }

    private Node node(Duration lease) {
        var node = new Node(service, clock, Servers.REDIS.url(), lease);
        nodes.add(node);
        return node;
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(WAIT);
    }

    private static Supplier<Uni<String>> loader(String value) {
        return () -> Uni.createFrom().item(value);
    }

    private static void until(Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(20)).atMost(WAIT).until(condition);
    }

    private static void away(Node node) {
        until(() -> !node.factory.redisOpen());
    }

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
    void shouldGoOnAndBeCoherentAfterReturnWhenPostgresStops() {
        var node = node();
        var cache = node.cache();
        get(cache.put(ACME, k, "old"));
        get(cache.put(ACME, k + "r", "removed"));

        Servers.POSTGRES.stop();
        assertThat(get(cache.get(ACME, k + "x", loader("loaded")))).isEqualTo("loaded");
        get(cache.put(ACME, k, "new"));
        get(cache.remove(ACME, k + "r"));
        assertThat(get(node().cache().getIfPresent(ACME, k))).isEqualTo("new");
        Servers.POSTGRES.restart();

        var fresh = node().cache();
        until(() -> "fresh".equals(get(fresh.get(ACME, k + "z", loader("fresh")))));
        assertThat(get(fresh.getIfPresent(ACME, k + "r"))).isNull();
        // What PostgreSQL had missed is gone from it as well, not only hidden by the faster tiers.
        var below = node().cache(Node.spec().withoutLocal().withoutRedis());
        until(() -> get(below.getIfPresent(ACME, k)) == null && get(below.getIfPresent(ACME, k + "r")) == null);
    }

    @Test
    void shouldAnswerAndBeCoherentAfterwardsWhenPostgresIsLocked() throws SQLException {
        var cache = node().cache();
        get(cache.put(ACME, k, "old"));
        var below = node().cache(Node.spec().withoutLocal().withoutRedis());
        assertThat(get(below.getIfPresent(ACME, k))).isEqualTo("old");

        try (var lock = Servers.locking("cache_entry")) {
            assertThat(get(cache.get(ACME, k + "x", loader("loaded")))).isEqualTo("loaded");
            get(cache.put(ACME, k, "new"));
            assertThat(get(cache.getIfPresent(ACME, k))).isEqualTo("new");
            assertThat(get(node().cache().getIfPresent(ACME, k))).isEqualTo("new");
            lock.rollback();
        }

        until(() -> !"old".equals(get(below.getIfPresent(ACME, k))));
        until(() -> {
            get(cache.put(ACME, k, "newer"));
            return "newer".equals(get(below.getIfPresent(ACME, k)));
        });
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
    void shouldInvalidateTagsWhenPostgresIsAway() {
        var first = node();
        var a = first.cache();
        get(a.put(ACME, k, "old", Set.of(k)));

        Servers.POSTGRES.stop();
        get(a.invalidateTag(ACME, k));
        assertThat(get(a.getIfPresent(ACME, k))).isNull();
        var other = node();
        var b = other.cache();
        Servers.POSTGRES.restart();

        assertThat(get(b.getIfPresent(ACME, k))).isNull();
        assertThat(get(a.getIfPresent(ACME, k))).isNull();
        // PostgreSQL is told, and not only hidden by the faster tiers.
        var below = node().cache(Node.spec().withoutLocal().withoutRedis());
        until(() -> get(below.getTagged(ACME, k, () -> Uni.createFrom().item(Tagged.of("new", k)))) != null
                && "new".equals(get(below.getIfPresent(ACME, k))));
    }

    @Test
    void shouldRefuseWhatItCannotKeepWhenACacheIsDurable() {
        var cache = node().cache(Node.spec().asDurable());
        get(cache.put(ACME, k, "kept"));

        Servers.POSTGRES.stop();

        for (Uni<?> refused : List.of(
                cache.put(ACME, k + "x", "v"), cache.remove(ACME, k + "y"), cache.getIfPresent(ACME, k + "z"))) {
            assertThatThrownBy(() -> get(refused))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE));
        }
        assertThat(get(cache.getIfPresent(ACME, k))).isEqualTo("kept");
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
