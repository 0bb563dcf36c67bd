package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.get;
import static io.mnemesh.cache.core.Nodes.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.cache.CacheWrite;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.Tier;
import io.mnemesh.cache.WriteBack;
import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.mesh.postgres.PlainTransactions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Caches that write to their store later, on a real PostgreSQL and a real Redis. */
class WriteBackTest extends WriteBackFixture {

    @Test
    void shouldAcknowledgeFromTheJournalAndWriteLater() {
        var cache = cache(SOON.withDelay(Duration.ofMillis(400)));
        target.values.put("acme/r", "old");

        get(cache.put(ACME, "k", "v"));
        get(cache.removeMany(ACME, List.of("r", "s")));

        assertThat(target.calls).hasValue(0);
        assertThat(cache.writeStats().accepted()).isEqualTo(3);
        assertThat(cache.writeStats().pending()).isEqualTo(3);
        until(() -> "v".equals(target.value(ACME, "k")) && target.value(ACME, "r") == null);
        until(() -> cache.writeStats().pending() == 0);
        assertThat(target.history(ACME, "k")).singleElement().satisfies(write -> {
            assertThat(write.attempt()).isEqualTo(1);
            assertThat(write.version()).isPositive();
        });
        assertThat(target.history(ACME, "s")).singleElement().matches(CacheWrite::isRemoval);
        assertThat(cache.writeStats().storeWrites()).isEqualTo(3);
        assertThat(cache.writeStats().coalesced()).isZero();
    }

    @Test
    void shouldReadWhatWasAcknowledgedWhenEveryTierHasLostIt() {
        var cache = cache(LATER);
        target.values.put("acme/k", "old");
        target.values.put("acme/r", "old");
        target.values.put("acme/l", "loaded");
        get(cache.put(ACME, "k", "new", TAG));
        get(cache.remove(ACME, "r"));

        evict(cache);

        assertThat(get(cache.lookup(ACME, "k")))
                .satisfies(found -> assertThat(found.tier()).isEqualTo(Tier.POSTGRES))
                .satisfies(found -> assertThat(found.value()).isEqualTo("new"));
        assertThat(get(cache.lookupMany(ACME, List.of("k", "r", "l")))).containsOnlyKeys("k");
        assertThat(get(cache.get(ACME, "k", target.loader(ACME, "k")))).isEqualTo("new");
        assertThat(get(cache.get(ACME, "r", target.loader(ACME, "r")))).isNull();
        evict(cache);
        assertThat(get(cache.getManyCheap(ACME, List.of("k", "r", "l"), this::loaded)))
                .isEqualTo(Map.of("k", "new", "l", "loaded"));
        var alone = nodes.node().cache(spec(LATER).withoutLocal().withoutRedis());
        assertThat(get(alone.getMany(ACME, List.of("k", "r", "l"), this::loaded)))
                .isEqualTo(Map.of("k", "new", "l", "loaded"));
        assertThat(get(alone.get(GLOBEX, "k", target.loader(GLOBEX, "k")))).isNull();
        assertThat(target.calls).hasValue(0);
    }

    private Uni<Map<String, String>> loaded(List<String> keys) {
        Map<String, String> found = new java.util.HashMap<>();
        keys.forEach(key -> found.computeIfAbsent(key, same -> target.value(ACME, same)));
        return Uni.createFrom().item(found);
    }

    @Test
    void shouldRunLoadersOnTheContextOfTheCallerWhenTheJournalWasAsked() {
        var cache = cache(LATER);
        var contexts = new CopyOnWriteArrayList<Object>();
        var context = Servers.VERTX.getOrCreateContext();

        get(Uni.createFrom()
                .emitter(emitter -> context.runOnContext(nothing -> cache.get(ACME, "k", () -> {
                            contexts.add(io.vertx.core.Vertx.currentContext());
                            return Uni.createFrom().item("v");
                        })
                        .subscribe()
                        .with(emitter::complete, emitter::fail))));

        assertThat(contexts).containsExactly(context);
    }

    @Test
    void shouldWriteTheLastOfSeveralWritesOfAKey() {
        var cache = cache(SOON.withDelay(Duration.ofMillis(700)));
        var puts = new ArrayList<Uni<Void>>();
        for (int i = 0; i < 50; i++) {
            puts.add(cache.put(ACME, "k", "v" + i));
        }

        get(Uni.join().all(puts).andFailFast());
        get(cache.put(ACME, "k", "last"));

        until(() -> cache.writeStats().pending() == 0);
        assertThat(target.value(ACME, "k")).isEqualTo("last");
        assertThat(target.history(ACME, "k")).hasSize(1);
        assertThat(cache.writeStats().coalesced()).isEqualTo(50);
    }

    @Tag("slow")
    @Test
    void shouldWriteTenTimesLessThanIsPutWhenSomeKeysAreHot() {
        var cache = cache(SOON.withDelay(Duration.ofSeconds(1)));
        var random = new Random(42);
        var zipf = new Zipf(150, 1.0);
        var last = new java.util.HashMap<String, String>();

        for (int round = 0; round < 8; round++) {
            var puts = new ArrayList<Uni<Void>>();
            for (int i = 0; i < 1_000; i++) {
                String key = "k" + zipf.draw(random);
                String value = round + "-" + i;
                last.put(key, value);
                puts.add(cache.put(ACME, key, value));
            }
            get(Uni.join().all(puts).andFailFast());
        }

        until(() -> cache.writeStats().pending() == 0);
        var stats = cache.writeStats();
        assertThat(stats.accepted()).isEqualTo(8_000);
        assertThat(target.writes()).isLessThanOrEqualTo(800);
        assertThat(stats.storeWrites()).isEqualTo(target.writes());
        assertThat(stats.coalesced()).isEqualTo(8_000 - target.writes());
        last.forEach((key, value) -> assertThat(target.value(ACME, key)).isEqualTo(value));
        target.assertInOrder();
    }

    @Test
    void shouldKeepTheOrderOfAKeyWhenWritesArriveWhileTheStoreIsSlow() {
        var cache = cache(SOON.withDelay(Duration.ofMillis(10)));
        var random = new Random(7);
        target.before =
                writes -> Uni.createFrom().voidItem().onItem().delayIt().by(Duration.ofMillis(1 + random.nextInt(30)));

        for (int i = 0; i < 80; i++) {
            get(cache.put(ACME, "k" + i % 3, "v" + i));
        }

        until(() -> cache.writeStats().pending() == 0);
        target.assertInOrder();
        assertThat(target.value(ACME, "k0")).isEqualTo("v78");
        assertThat(target.value(ACME, "k1")).isEqualTo("v79");
        assertThat(target.value(ACME, "k2")).isEqualTo("v77");
        assertThat(target.history(ACME, "k0").size()).isGreaterThan(1);
    }

    @Tag("slow")
    @Test
    void shouldNeverReorderAKeyWhenTwoNodesDrainIt() {
        var settings = SOON.withDelay(Duration.ofMillis(5)).withTakeOver(Duration.ofMillis(1));
        var a = cache(settings);
        var b = cache(settings);
        target.after = () -> Uni.createFrom().voidItem().onItem().delayIt().by(Duration.ofMillis(5));

        for (int i = 0; i < 60; i++) {
            String value = String.valueOf(i);
            var puts = IntStream.range(0, 6)
                    .mapToObj(key -> (key % 2 == 0 ? a : b).put(ACME, "k" + key / 2, value))
                    .toList();
            get(Uni.join().all(puts).andFailFast());
        }

        until(() -> target.history.size() == 3
                && a.writeStats().pending() == 0
                && b.writeStats().pending() == 0);
        target.assertInOrder();
        for (int key = 0; key < 3; key++) {
            assertThat(target.value(ACME, "k" + key)).isEqualTo("59");
            var fresh = nodes.node().cache(spec(settings).withoutLocal());
            assertThat(get(fresh.get(ACME, "k" + key, target.loader(ACME, "k" + key))))
                    .isEqualTo("59");
        }
        assertThat(a.writeStats().storeWrites() + b.writeStats().storeWrites()).isEqualTo(target.writes());
    }

    @Test
    void shouldRefuseWritesWhenTheJournalIsFull() {
        var cache = cache(LATER.withCapacity(3, Duration.ZERO));
        for (int i = 0; i < 3; i++) {
            get(cache.put(ACME, "k" + i, "v"));
        }

        assertThatThrownBy(() -> get(cache.put(ACME, "k3", "v")))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
                    assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(1));
                    assertThat(problem.extensions()).containsEntry("limit", 3);
                });
        assertThat(cache.writeStats().refused()).isEqualTo(1);
        assertThat(cache.writeStats().pending()).isEqualTo(3);
        assertThat(get(cache.getIfPresent(ACME, "k3"))).isNull();
    }

    @Test
    void shouldWaitForRoomWhenTheJournalIsFull() {
        var cache = cache(SOON.withCapacity(2, Duration.ofSeconds(8)));
        var puts = IntStream.range(0, 20)
                .mapToObj(i -> cache.put(ACME, "k" + i, "v" + i))
                .toList();

        get(Uni.join().all(puts).andFailFast());

        until(() -> target.values.size() == 20);
        assertThat(cache.writeStats().refused()).isZero();
        assertThat(target.value(ACME, "k19")).isEqualTo("v19");
    }

    @Test
    void shouldTryAgainWithoutEndWhenTheStoreIsAway() {
        var cache = cache(SOON);
        var attempts = new CopyOnWriteArrayList<Integer>();
        target.before = writes -> {
            attempts.add(writes.getFirst().attempt());
            return attempts.size() < 5
                    ? Uni.createFrom().failure(new IOException("the store is away"))
                    : Uni.createFrom().voidItem();
        };

        get(cache.put(ACME, "k", "v"));

        until(() -> cache.writeStats().storeWrites() == 1);
        assertThat(attempts).containsExactly(1, 2, 3, 4, 5);
        assertThat(target.value(ACME, "k")).isEqualTo("v");
        assertThat(cache.writeStats().storeFailures()).isEqualTo(4);
        assertThat(cache.writeStats().givenUp()).isZero();
    }

    @Test
    void shouldDrainWhatANodeLeftBehindWhenItEnds() {
        var dying = nodes.node();
        var a = dying.cache(spec(SOON.withDelay(Duration.ZERO).withTimeout(Duration.ofMillis(150))));
        target.before = writes -> Uni.createFrom().nothing();
        var puts = IntStream.range(0, 40)
                .mapToObj(i -> a.put(ACME, "k" + i, "v" + i))
                .toList();
        get(Uni.join().all(puts).andFailFast());
        until(() -> target.calls.get() > 0);
        dying.close();

        target.before = writes -> Uni.createFrom().voidItem();
        var b = cache(SOON.withTakeOver(Duration.ofMillis(100)));

        until(() -> target.values.size() == 40);
        for (int i = 0; i < 40; i++) {
            assertThat(target.value(ACME, "k" + i)).isEqualTo("v" + i);
        }
        assertThat(target.history.values())
                .allSatisfy(writes -> assertThat(writes).hasSize(1))
                .anySatisfy(writes -> assertThat(writes.getFirst().attempt()).isGreaterThan(1));
        until(() -> b.writeStats().pending() == 0);
    }

    @Test
    void shouldForgetWhatTiersHaveWhenTheProcessEndedBeforeItToldThem() {
        var spec = spec(SOON.withTakeOver(Duration.ofMillis(300)));
        target.values.put("acme/k", "old");
        var a = nodes.node().cache(spec);
        var b = nodes.node().cache(spec);
        assertThat(get(a.get(ACME, "k", target.loader(ACME, "k")))).isEqualTo("old");
        assertThat(get(b.get(ACME, "k", target.loader(ACME, "k")))).isEqualTo("old");

        var sealed = new SealedWrites<>(new Codec<>(spec, new CacheCounters()), nodes.clock)
                .seal(EntryKey.of(nodes.service, ACME, "k"), Serializers.TEXT.serialize("new"), List.of());
        journal("k", sealed);

        until(() -> "new".equals(target.value(ACME, "k")));
        until(() -> "new".equals(get(a.get(ACME, "k", target.loader(ACME, "k"))))
                && "new".equals(get(b.get(ACME, "k", target.loader(ACME, "k")))));
    }

    @Test
    void shouldKeepTenantsApartInTheJournal() {
        var cache = cache(LATER);
        get(cache.put(ACME, "k", "acme's"));
        get(cache.put(GLOBEX, "k", "globex's"));

        var visible = get(new PlainTransactions(Servers.POOL)
                .inTenant(
                        ACME,
                        connection -> connection
                                .preparedQuery("select tenant from cache_write where cache = $1")
                                .execute(io.vertx.mutiny.sqlclient.Tuple.of(nodes.service))));
        var unconfined =
                get(Servers.POOL.query("select count(*) from cache_write").execute());

        assertThat(visible).extracting((Row row) -> row.getString(0)).containsExactly("acme");
        assertThat(unconfined.iterator().next().getLong(0)).isZero();
    }

    @Test
    void shouldCountWhatBecameOfWrites() {
        var node = nodes.node();
        var cache = node.cache(spec(LATER.withCapacity(1, Duration.ZERO)));
        get(cache.put(ACME, "k", "v"));
        assertProblem(cache.put(ACME, "l", "v"), ProblemType.TOO_MANY_REQUESTS);

        assertThat(node.registry
                        .get(CacheMetrics.WRITES)
                        .tag("outcome", "accepted")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(node.registry
                        .get(CacheMetrics.WRITES)
                        .tag("outcome", "refused")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(node.registry
                        .get(CacheMetrics.JOURNAL_KEYS)
                        .tag("state", "pending")
                        .gauge()
                        .value())
                .isEqualTo(1);
        until(() -> node.registry.get(CacheMetrics.JOURNAL_AGE).gauge().value() > 0);
    }

    @Test
    void shouldNotBeMadeWhenThereIsNoPostgres() {
        var settings = new TieredCacheFactory.Settings(
                null, null, Duration.ofSeconds(1), Duration.ofHours(1), 100, WriteBack.DEFAULTS);
        try (var factory =
                new TieredCacheFactory(Servers.VERTX, settings, nodes.node().registry, nodes.clock, () -> 0)) {
            assertThatThrownBy(() -> factory.cache(spec(SOON)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("needs PostgreSQL");
        }
    }
}
