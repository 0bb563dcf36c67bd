package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.awaitStored;
import static io.mnemesh.cache.core.Nodes.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.Tier;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.testing.FakeClock;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The cache on a real Redis and a real PostgreSQL. */
class TieredCacheTest extends TieredCacheFixture {

    @Test
    void shouldLoadOnceAndServeFromEveryTierWhenMissing() {
        var cache = nodes.node().cache();

        assertThat(get(cache.get(ACME, k, loader("v")))).isEqualTo("v");
        assertThat(cache.peek(ACME, k)).isEqualTo("v");
        assertThat(get(cache.get(ACME, k, TieredCacheFixture::unexpected))).isEqualTo("v");
        var withoutLocal = nodes.node().cache(Node.spec().withoutLocal());
        awaitStored(withoutLocal, ACME, k, Tier.REDIS);
        var onlyPostgres = nodes.node().cache(Node.spec().withoutLocal().withoutRedis());
        awaitStored(onlyPostgres, ACME, k, Tier.POSTGRES);
        assertThat(loads).hasValue(1);
        assertThat(cache.stats().tiers().get(Tier.LOCAL).hits()).isEqualTo(2);
        assertThat(cache.stats().loads()).isEqualTo(1);
    }

    @Test
    void shouldPromoteUpwardWhenFoundBelow() {
        get(nodes.node().cache(Node.spec().withoutRedis()).put(ACME, k, "v"));
        var cache = nodes.node().cache();

        assertThat(get(cache.lookup(ACME, k)).tier()).isEqualTo(Tier.POSTGRES);

        assertThat(get(cache.lookup(ACME, k)).tier()).isEqualTo(Tier.LOCAL);
        awaitStored(nodes.node().cache(Node.spec().withoutLocal()), ACME, k, Tier.REDIS);
    }

    @Test
    void shouldExpirePerTierWhenTimePasses() {
        var spec = Node.spec().withRedis(Duration.ofMillis(300));
        var cache = nodes.node().cache(spec);
        get(cache.put(ACME, k, "v"));
        assertThat(get(cache.lookup(ACME, k)).tier()).isEqualTo(Tier.LOCAL);

        nodes.clock.advance(Duration.ofSeconds(61));
        assertThat(cache.peek(ACME, k)).isNull();
        await().pollInterval(Duration.ofMillis(20))
                .atMost(WAIT)
                .until(() -> Servers.redis("EXISTS", entry(k)).equals(":0"));
        assertThat(get(cache.lookup(ACME, k)).tier()).isEqualTo(Tier.POSTGRES);

        nodes.clock.advance(Duration.ofHours(1));
        assertThat(get(cache.getIfPresent(ACME, k))).isNull();
    }

    @Test
    void shouldKeepNothingLongerThanItsOwnTtlWhenPutWithOne() {
        var cache = nodes.node().cache();
        get(cache.put(ACME, k, "v", Duration.ofSeconds(5)));
        var other = nodes.node().cache();
        assertThat(get(other.lookup(ACME, k)).expiresAt()).isEqualTo(FakeClock.START.plusSeconds(5));

        nodes.clock.advance(Duration.ofSeconds(6));

        assertThat(get(cache.getIfPresent(ACME, k))).isNull();
        assertThat(get(other.getIfPresent(ACME, k))).isNull();
    }

    @Test
    void shouldRememberAbsenceWhenNegativeCachingIsOn() {
        var spec = Node.spec().withNegative(Duration.ofSeconds(5));
        var cache = nodes.node().cache(spec);

        assertThat(get(cache.get(ACME, k, loader(null)))).isNull();
        assertThat(get(cache.get(ACME, k, loader("late")))).isNull();
        assertThat(loads).hasValue(1);

        nodes.clock.advance(Duration.ofSeconds(6));
        assertThat(get(cache.get(ACME, k, loader("late")))).isEqualTo("late");
    }

    @Test
    void shouldAskAgainWhenNegativeCachingIsOff() {
        var cache = nodes.node().cache();

        assertThat(get(cache.get(ACME, k, loader(null)))).isNull();
        await().pollInterval(Duration.ofMillis(10))
                .atMost(WAIT)
                .until(() -> "v".equals(get(cache.get(ACME, k, loader("v")))));
    }

    @Test
    void shouldKeepTenantsApart() {
        var cache = nodes.node().cache();
        get(cache.put(ACME, k, "acme's"));

        assertThat(get(cache.getIfPresent(GLOBEX, k))).isNull();
        assertThat(get(cache.get(GLOBEX, k, loader("globex's")))).isEqualTo("globex's");
        get(cache.remove(GLOBEX, k));

        assertThat(get(nodes.node().cache().getIfPresent(ACME, k))).isEqualTo("acme's");
    }

    @Test
    void shouldMissAndRemoveWhenTheEntryInRedisIsPoisoned() {
        var cache = nodes.node().cache(Node.spec().withoutLocal().withPostgres(Duration.ZERO));
        get(cache.put(ACME, k, "good"));
        assertThat(get(cache.getIfPresent(ACME, k))).isEqualTo("good");
        // Byte 24 on is the envelope: another value under the old checksum.
        Servers.redis("SETRANGE", entry(k), "45", "evil");

        assertThat(get(cache.getIfPresent(ACME, k))).isNull();

        assertThat(cache.stats().tiers().get(Tier.REDIS).damaged()).isGreaterThan(0);
        assertThat(Servers.redis("EXISTS", entry(k))).isEqualTo(":0");
    }

    @Test
    void shouldMissWhenTheEntryIsOfAnotherTypeOrAnotherKey() {
        var spec = Node.spec().withoutLocal().withPostgres(Duration.ZERO);
        var text = nodes.node().cache(spec);
        get(text.put(ACME, k, "four"));
        get(text.put(ACME, k + "b", "mine"));
        Servers.redis("COPY", entry(k + "b"), entry(k + "c"));
        var floats =
                nodes.node().cache(CacheSpec.of("values", Serializers.FLOATS).withoutLocal());

        assertThat(get(floats.getIfPresent(ACME, k))).isNull();
        assertThat(get(text.getIfPresent(ACME, k + "c"))).isNull();
        assertThat(get(text.getIfPresent(ACME, k + "b"))).isEqualTo("mine");
    }

    @Test
    void shouldRefuseKeysAndValuesBeyondTheLimits() {
        var cache = nodes.node().cache(Node.spec().withLimits(1024, 100));

        assertProblem(ProblemType.TOO_LARGE, () -> get(cache.put(ACME, "k".repeat(1025), "v")));
        assertProblem(ProblemType.TOO_LARGE, () -> get(cache.get(ACME, "ü".repeat(513), loader("v"))));
        assertProblem(ProblemType.TOO_LARGE, () -> get(cache.put(ACME, k, "v".repeat(101))));
        assertProblem(ProblemType.INVALID_VALUE, () -> get(cache.put(ACME, "", "v")));
        assertProblem(ProblemType.INVALID_VALUE, () -> get(cache.put(ACME, "a\0b", "v")));
        assertProblem(ProblemType.INVALID_VALUE, () -> get(cache.put(ACME, "a\ud800", "v")));
        assertThat(get(cache.get(ACME, k, loader("v".repeat(101))))).hasSize(101);
        assertThat(cache.peek(ACME, k)).isNull();
    }

    @Test
    void shouldStayWithinItsBytesWhenManyValuesCome() {
        var cache = nodes.node()
                .cache(CacheSpec.of("values", Serializers.BYTES)
                        .withLocal(Duration.ofMinutes(1), 100_000)
                        .withoutRedis());

        for (int i = 0; i < 500; i++) {
            int size = i;
            get(cache.get(ACME, k + i, () -> Uni.createFrom().item(new byte[1000 + size])));
        }

        var local = cache.stats().tiers().get(Tier.LOCAL);
        assertThat(local.bytes()).isBetween(1L, 100_000L);
        assertThat(local.evictions()).isGreaterThan(300);
    }

    @Test
    void shouldComeBackOnTheCallersContext() throws Exception {
        var cache = nodes.node().cache();
        Context context = Servers.VERTX.getOrCreateContext();
        var seen = new CompletableFuture<List<Context>>();

        context.runOnContext(nothing -> {
            var contexts = new CopyOnWriteArrayList<Context>();
            cache.get(ACME, k, () -> {
                        contexts.add(Vertx.currentContext());
                        return Uni.createFrom().item("v");
                    })
                    .subscribe()
                    .with(value -> {
                        contexts.add(Vertx.currentContext());
                        seen.complete(contexts);
                    });
        });

        assertThat(seen.get(10, TimeUnit.SECONDS)).containsExactly(context, context);
    }

    @Test
    void shouldWaitOnlyWhereWaitingIsAllowed() throws Exception {
        var blocking = nodes.node().cache().blocking();
        assertThat(blocking.get(ACME, k, () -> "v")).isEqualTo("v");
        var failure = new CompletableFuture<Throwable>();

        Servers.VERTX.runOnContext(nothing -> {
            try {
                blocking.getIfPresent(ACME, k);
                failure.complete(new AssertionError("waited"));
            } catch (IllegalStateException e) {
                failure.complete(e);
            }
        });

        assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldPurgeExpiredRowsOfEveryTenantAndNoOthers() throws Exception {
        var node = nodes.node();
        var cache = node.cache();
        for (int i = 0; i < 120; i++) {
            get(cache.put(i % 2 == 0 ? ACME : GLOBEX, k + i, "v", Duration.ofSeconds(10)));
        }
        get(cache.put(ACME, k, "stays", Duration.ofHours(1)));
        nodes.clock.advance(Duration.ofSeconds(11));

        get(node.factory.purge());

        assertThat(rows()).isEqualTo(1);
    }

    private long rows() throws Exception {
        try (var connection = Servers.POSTGRES.connect("mnemesh");
                var query = connection.prepareStatement("select count(*) from cache.cache_entry where key like ?")) {
            query.setString(1, k + "%");
            try (var result = query.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }

    @Test
    void shouldRefuseASecondCacheOfTheSameName() {
        var node = nodes.node();
        node.cache();

        assertThatThrownBy(node::cache)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("values");
    }

    @Test
    void shouldCountWithBoundedLabels() {
        var node = nodes.node();
        var cache = node.cache();
        get(cache.get(ACME, k, loader("v")));
        get(cache.get(ACME, k, loader("v")));

        assertThat(node.registry
                        .get(CacheMetrics.READS)
                        .tags("cache", "values", "tier", "local", "outcome", "hit")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(node.registry
                        .get(CacheMetrics.LOADS)
                        .tags("outcome", "all")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(node.registry.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().getTags())
                        .allMatch(tag ->
                                List.of("cache", "tier", "outcome", "operation").contains(tag.getKey())));
    }
}
