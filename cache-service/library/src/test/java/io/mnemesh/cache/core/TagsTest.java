package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.get;
import static io.mnemesh.cache.core.Nodes.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.Found;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.Tagged;
import io.mnemesh.cache.Tier;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.FakeClock;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tags on a real Redis and a real PostgreSQL. */
class TagsTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");

    @RegisterExtension
    final Nodes nodes = new Nodes("g");

    private final String service = nodes.service;
    /** The tables of L3 are shared by the tests: so keys and tags are of one test. */
    private final String k = "k-" + service;

    private final String tag = "project:" + service;
    private final AtomicInteger loads = new AtomicInteger();

    private static CacheSpec<String> onlyRedis() {
        return Node.spec().withoutLocal().withPostgres(Duration.ZERO);
    }

    private static CacheSpec<String> onlyPostgres() {
        return Node.spec().withoutLocal().withoutRedis();
    }

    private Supplier<Uni<Tagged<String>>> loader(String value, String... tags) {
        return () -> {
            loads.incrementAndGet();
            return Uni.createFrom().item(Tagged.of(value, tags));
        };
    }

    private void awaitStored(CacheSpec<String> spec) {
        var below = nodes.node().cache(spec);
        until(() -> get(below.getIfPresent(ACME, k)) != null);
    }

    @Test
    void shouldEndEveryValueWithTheTagInEveryTierAndProcess() {
        var first = nodes.node().cache();
        var second = nodes.node().cache();
        get(first.getTagged(ACME, k, loader("old", tag, "other")));
        get(first.put(ACME, k + 1, "old", Set.of(tag)));
        get(first.put(ACME, k + 2, "kept", Set.of("other-" + service)));
        get(first.put(ACME, k + 3, "kept"));
        awaitStored(onlyRedis());
        awaitStored(onlyPostgres());
        assertThat(get(second.getIfPresent(ACME, k))).isEqualTo("old");
        assertThat(get(second.getIfPresent(ACME, k + 1))).isEqualTo("old");

        get(first.invalidateTag(ACME, tag));

        for (String key : List.of(k, k + 1)) {
            assertThat(first.peek(ACME, key)).isNull();
            assertThat(get(first.getIfPresent(ACME, key))).isNull();
            until(() -> second.peek(ACME, key) == null);
            assertThat(get(second.getIfPresent(ACME, key))).isNull();
            assertThat(get(nodes.node().cache(onlyRedis()).getIfPresent(ACME, key)))
                    .isNull();
            assertThat(get(nodes.node().cache(onlyPostgres()).getIfPresent(ACME, key)))
                    .isNull();
        }
        for (String key : List.of(k + 2, k + 3)) {
            assertThat(first.peek(ACME, key)).isEqualTo("kept");
            assertThat(get(nodes.node().cache(onlyRedis()).getIfPresent(ACME, key)))
                    .isEqualTo("kept");
            assertThat(get(nodes.node().cache(onlyPostgres()).getIfPresent(ACME, key)))
                    .isEqualTo("kept");
        }
    }

    @Test
    void shouldServeWhatWasLoadedAfterTheInvalidationFromEveryTier() {
        var cache = nodes.node().cache();
        get(cache.getTagged(ACME, k, loader("old", tag)));
        awaitStored(onlyPostgres());
        get(cache.invalidateTag(ACME, tag));

        assertThat(get(cache.getTagged(ACME, k, loader("new", tag)))).isEqualTo("new");

        assertThat(cache.peek(ACME, k)).isEqualTo("new");
        awaitStored(onlyRedis());
        awaitStored(onlyPostgres());
        assertThat(get(nodes.node().cache().getTagged(ACME, k, loader("newer", tag))))
                .isEqualTo("new");
        assertThat(loads).hasValue(2);
    }

    @Test
    void shouldKeepTenantsAndCachesApart() {
        var node = nodes.node();
        var cache = node.cache();
        var others = node.cache(CacheSpec.of("others", Serializers.TEXT).withPostgres(Duration.ofHours(1)));
        get(cache.put(GLOBEX, k, "globex's", Set.of(tag)));
        get(others.put(ACME, k, "others", Set.of(tag)));

        get(cache.invalidateTag(ACME, tag));

        assertThat(cache.peek(GLOBEX, k)).isEqualTo("globex's");
        assertThat(others.peek(ACME, k)).isEqualTo("others");
        assertThat(get(nodes.node().cache(onlyRedis()).getIfPresent(GLOBEX, k))).isEqualTo("globex's");
        assertThat(get(nodes.node().cache(onlyPostgres()).getIfPresent(GLOBEX, k)))
                .isEqualTo("globex's");
    }

    @Test
    void shouldTouchNoEntryHoweverManyThereAre() throws Exception {
        var cache = nodes.node().cache(Node.spec().withLocal(Duration.ofMinutes(1), 8 << 20));
        var keys = IntStream.range(0, 1_000).mapToObj(i -> k + i).toList();
        get(cache.getManyTagged(ACME, keys, missing -> {
            Map<String, Tagged<String>> values = new LinkedHashMap<>();
            missing.forEach(key -> values.put(key, Tagged.of("v", tag)));
            return Uni.createFrom().item(values);
        }));
        until(() -> count("cache_entry", "key", k) == 1_000);

        get(cache.invalidateTag(ACME, tag));

        assertThat(get(cache.getMany(ACME, keys, missing -> Uni.createFrom().item(Map.of()))))
                .isEmpty();
        assertThat(count("cache_tag", "tag", tag)).isEqualTo(1);
        assertThat(count("cache_entry", "key", k)).isEqualTo(1_000);
        for (int shard = 0; shard < 2; shard++) {
            // The marker of the epoch and the tag.
            assertThat(Servers.redis("ZCARD", prefix(shard) + "tags")).isEqualTo(":2");
        }
    }

    @Test
    void shouldNotKeepInAnyTierWhatBeganToLoadBeforeTheInvalidation() {
        var loading = nodes.node().cache();
        var slow = new CompletableFuture<Tagged<String>>();
        var before = loading.getTagged(ACME, k, () -> {
                    loads.incrementAndGet();
                    return Uni.createFrom().completionStage(slow);
                })
                .subscribeAsCompletionStage();
        until(() -> loads.get() == 1);

        get(loading.invalidateTag(ACME, tag));
        slow.complete(Tagged.of("old", tag));

        assertThat(before.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("old");
        assertThat(loading.peek(ACME, k)).isNull();
        until(() -> loading.stats().tiers().get(Tier.POSTGRES).bytes() > 0);
        assertThat(get(loading.getTagged(ACME, k, loader("new", tag)))).isEqualTo("new");
        assertThat(get(nodes.node().cache(onlyPostgres()).getTagged(ACME, k, loader("new", tag))))
                .isEqualTo("new");
    }

    @Test
    void shouldNotKeepInAnyTierWhatBeganToLoadBeforeAnotherProcessInvalidated() {
        var loading = nodes.node().cache();
        var other = nodes.node().cache();
        var slow = new CompletableFuture<Tagged<String>>();
        var before = loading.getTagged(ACME, k, () -> {
                    loads.incrementAndGet();
                    return Uni.createFrom().completionStage(slow);
                })
                .subscribeAsCompletionStage();
        until(() -> loads.get() == 1);

        get(other.invalidateTag(ACME, tag));
        slow.complete(Tagged.of("old", tag));

        assertThat(before.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("old");
        until(() -> loading.peek(ACME, k) == null);
        assertThat(get(other.getIfPresent(ACME, k))).isNull();
        assertThat(get(nodes.node().cache(onlyRedis()).getIfPresent(ACME, k))).isNull();
        assertThat(get(nodes.node().cache(onlyPostgres()).getIfPresent(ACME, k)))
                .isNull();
    }

    @Test
    void shouldNotJoinALoadThatBeganBeforeTheInvalidation() {
        var cache = nodes.node().cache();
        var slow = new CompletableFuture<Tagged<String>>();
        var before = cache.getTagged(ACME, k, () -> {
                    loads.incrementAndGet();
                    return Uni.createFrom().completionStage(slow);
                })
                .subscribeAsCompletionStage();
        until(() -> loads.get() == 1);
        get(cache.invalidateTag(ACME, tag));

        var after = cache.getTagged(ACME, k, loader("new", tag)).subscribeAsCompletionStage();
        slow.complete(Tagged.of("old", tag));

        assertThat(before.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("old");
        assertThat(after.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("new");
    }

    @Test
    void shouldTellAProcessThatStartedLater() {
        var spec = onlyRedis();
        var cache = nodes.node().cache(spec);
        get(cache.put(ACME, k, "old", Set.of(tag)));
        get(cache.put(ACME, k + 1, "kept", Set.of(tag + "x")));
        get(cache.invalidateTag(ACME, tag));

        var later = nodes.node().cache(spec);

        assertThat(get(later.getIfPresent(ACME, k))).isNull();
        assertThat(get(later.getIfPresent(ACME, k + 1))).isEqualTo("kept");
    }

    @Test
    void shouldTakeEntriesForOldThatAreFromBeforeWhatRedisHasForgotten() {
        var spec = onlyRedis();
        get(nodes.node().cache(spec).put(ACME, k, "tagged", Set.of(tag)));
        get(nodes.node().cache(spec).put(ACME, k + 1, "untagged"));
        var passing = IntStream.range(0, 40).mapToObj(i -> k + "passing" + i).toList();
        get(nodes.node().cache(spec).removeMany(ACME, passing)); // so that both shards go on
        for (int shard = 0; shard < 2; shard++) {
            Servers.redis("HSET", prefix(shard) + "head", "forgotten", "9000000000000000");
        }

        var later = nodes.node().cache(spec);

        assertThat(get(later.getIfPresent(ACME, k))).isNull();
        assertThat(get(later.getIfPresent(ACME, k + 1))).isEqualTo("untagged");
    }

    @Test
    void shouldSurviveTheLossOfRedis() {
        var cache = nodes.node().cache();
        get(cache.put(ACME, k, "old", Set.of(tag)));
        get(cache.put(ACME, k + 1, "kept", Set.of(tag + "x")));
        get(cache.invalidateTag(ACME, tag));

        assertThat(Servers.redis("FLUSHALL")).isEqualTo("+OK");

        var later = nodes.node().cache();
        assertThat(get(later.getIfPresent(ACME, k))).isNull();
        assertThat(get(later.getIfPresent(ACME, k + 1))).isEqualTo("kept");
        get(later.invalidateTag(ACME, tag + "x"));
        assertThat(get(later.getIfPresent(ACME, k + 1))).isNull();
        until(() -> get(cache.getIfPresent(ACME, k + 1)) == null);
    }

    @Test
    void shouldNotDependOnClocks() {
        var behind = new FakeClock(FakeClock.START.minus(Duration.ofMinutes(20)));
        var ahead = new FakeClock(FakeClock.START.plus(Duration.ofMinutes(20)));
        var writing = nodes.node(ahead).cache();
        get(writing.put(ACME, k, "old", Set.of(tag)));

        get(nodes.node(behind).cache().invalidateTag(ACME, tag));

        until(() -> writing.peek(ACME, k) == null);
        assertThat(get(writing.getTagged(ACME, k, loader("new", tag)))).isEqualTo("new");
        until(() -> "new".equals(get(writing.getIfPresent(ACME, k))));
        assertThat(get(writing.getTagged(ACME, k, loader("newer", tag)))).isEqualTo("new");
    }

    @Test
    void shouldRememberAbsenceUnderATag() {
        var cache = nodes.node().cache(Node.spec().withNegative(Duration.ofMinutes(1)));
        assertThat(get(cache.getTagged(ACME, k, loader(null, tag)))).isNull();
        assertThat(get(cache.getTagged(ACME, k, loader("there", tag)))).isNull();

        get(cache.invalidateTag(ACME, tag));

        assertThat(get(cache.getTagged(ACME, k, loader("there", tag)))).isEqualTo("there");
    }

    @Test
    void shouldForgetTheTagsOfAValueThatIsReplaced() {
        var cache = nodes.node().cache();
        get(cache.put(ACME, k, "tagged", Set.of(tag)));
        get(cache.put(ACME, k, "untagged"));

        get(cache.invalidateTag(ACME, tag));

        assertThat(cache.peek(ACME, k)).isEqualTo("untagged");
        assertThat(get(nodes.node().cache(onlyRedis()).getIfPresent(ACME, k))).isEqualTo("untagged");
        assertThat(get(nodes.node().cache(onlyPostgres()).getIfPresent(ACME, k)))
                .isEqualTo("untagged");
    }

    @Test
    void shouldCompleteWhenNothingHasTheTag() {
        var cache = nodes.node().cache();

        get(cache.invalidateTag(ACME, tag));
        get(cache.put(ACME, k, "v", Set.of(tag)));

        assertThat(cache.peek(ACME, k)).isEqualTo("v");
        assertThat(get(nodes.node().cache(onlyRedis()).getIfPresent(ACME, k))).isEqualTo("v");
        assertThat(get(nodes.node().cache(onlyPostgres()).getIfPresent(ACME, k)))
                .isEqualTo("v");
    }

    @Test
    void shouldRefuseBadTags() {
        var cache = nodes.node().cache();
        var many = Set.copyOf(IntStream.range(0, 33).mapToObj(i -> "t" + i).toList());

        for (String bad : List.of("", "t".repeat(129), "ü".repeat(65), "a\nb", "a\0b", "a\ud800")) {
            assertInvalid(cache.put(ACME, k, "v", Set.of(bad)));
            assertInvalid(cache.invalidateTag(ACME, bad));
            assertInvalid(cache.getTagged(ACME, k, loader("v", bad)));
        }
        assertInvalid(cache.put(ACME, k, "v", many));
        assertInvalid(cache.getTagged(ACME, k, () -> Uni.createFrom().item(Tagged.of("v", many))));
        assertThat(get(cache.getIfPresent(ACME, k))).isNull();
        get(cache.put(ACME, k, "v", Set.of("t".repeat(128), "ü".repeat(64), "a b/c:ü")));
        assertThat(cache.peek(ACME, k)).isEqualTo("v");
    }

    private static void assertInvalid(Uni<?> refused) {
        assertThatThrownBy(() -> get(refused)).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.type()).isEqualTo(ProblemType.INVALID_VALUE);
            assertThat(problem.extensions()).containsEntry("field", "tags");
        });
    }

    @Test
    void shouldGiveBackWhatOldEntriesHoldInPostgresBatchByBatch() throws Exception {
        var node = nodes.node();
        var cache = node.cache();
        for (int i = 0; i < 250; i++) {
            get(cache.put(ACME, k + i, "old", Set.of(tag)));
        }
        get(cache.put(ACME, k + "kept", "kept", Set.of(tag + "x")));
        get(cache.invalidateTag(ACME, tag));
        get(cache.put(ACME, k + 0, "new", Set.of(tag)));
        assertThat(count("cache_tag", "tag", tag)).isEqualTo(1);

        get(node.factory.reclaimTags(Duration.ofMinutes(10)));
        assertThat(count("cache_entry", "key", k)).isEqualTo(251);
        // Other tests leave tags behind, which may come first.
        int runs = 0;
        while (count("cache_tag", "tag", tag) > 0) {
            long before = count("cache_entry", "key", k);
            get(node.factory.reclaimTags(Duration.ZERO));
            assertThat(before - count("cache_entry", "key", k)).isBetween(0L, 100L);
            assertThat(++runs).isLessThan(200);
        }

        assertThat(count("cache_entry", "key", k)).isEqualTo(2);
        assertThat(get(nodes.node().cache(onlyPostgres()).getIfPresent(ACME, k + 0)))
                .isEqualTo("new");
        assertThat(get(nodes.node().cache(onlyPostgres()).getIfPresent(ACME, k + "kept")))
                .isEqualTo("kept");
    }

    @Test
    void shouldGiveBackWhatOldEntriesHoldInL1() {
        var cache = nodes.node().cache();
        for (int i = 0; i < 100; i++) {
            get(cache.put(ACME, k + i, "v", Set.of(tag)));
        }
        assertThat(cache.stats().tiers().get(Tier.LOCAL).entries()).isEqualTo(100);

        get(cache.invalidateTag(ACME, tag));

        until(() -> cache.stats().tiers().get(Tier.LOCAL).entries() == 0);

        get(cache.put(ACME, k, "later", Set.of(tag)));
        get(cache.invalidateTag(ACME, tag));

        until(() -> cache.stats().tiers().get(Tier.LOCAL).entries() == 0);
    }

    @Tag("slow")
    @Test
    void shouldKeepItsPromisesWhileEverybodyLoadsAndInvalidates() {
        var caches = IntStream.range(0, 3).mapToObj(i -> nodes.node().cache()).toList();
        var record = new AtomicInteger();
        var reading = new ArrayList<CompletableFuture<?>>();
        Supplier<Uni<Tagged<String>>> load = () -> {
            int read = record.get();
            var loaded = new CompletableFuture<Tagged<String>>();
            Servers.VERTX.setTimer(1 + read % 3, id -> loaded.complete(Tagged.of("" + read, tag)));
            return Uni.createFrom().completionStage(loaded);
        };

        for (int round = 1; round <= 100; round++) {
            for (HierarchicalCache<String> cache : caches) {
                reading.add(cache.getTagged(ACME, k, load).subscribeAsCompletionStage());
            }
            HierarchicalCache<String> changing = caches.get(round % caches.size());
            record.set(round);
            get(changing.invalidateTag(ACME, tag));
            assertThat(Integer.parseInt(get(changing.getTagged(ACME, k, load)))).isEqualTo(round);
        }

        assertThat(reading)
                .allSatisfy(each -> assertThat(each.get(10, TimeUnit.SECONDS)).isNotNull());
        for (HierarchicalCache<String> cache : caches) {
            until(() -> "100".equals(get(cache.getTagged(ACME, k, load))));
        }
        assertThat(get(nodes.node().cache(onlyRedis()).getTagged(ACME, k, load)))
                .isEqualTo("100");
        assertThat(get(nodes.node().cache(onlyPostgres()).getTagged(ACME, k, load)))
                .isEqualTo("100");
    }

    @Test
    void shouldWaitWithTags() {
        var blocking = nodes.node().cache().blocking();

        assertThat(blocking.getTagged(ACME, k, () -> Tagged.of("old", tag))).isEqualTo("old");
        blocking.invalidateTag(ACME, tag);

        assertThat(blocking.getTagged(ACME, k, () -> Tagged.of("new", tag))).isEqualTo("new");
    }

    @Test
    void shouldPromoteTaggedValuesUpward() {
        get(nodes.node().cache(Node.spec().withoutRedis()).put(ACME, k, "v", Set.of(tag)));
        var cache = nodes.node().cache();

        Found<String> below = get(cache.lookup(ACME, k));
        awaitStored(onlyRedis());
        get(nodes.node().cache().invalidateTag(ACME, tag));

        assertThat(below.tier()).isEqualTo(Tier.POSTGRES);
        assertThat(get(nodes.node().cache(onlyRedis()).getIfPresent(ACME, k))).isNull();
        until(() -> get(cache.getIfPresent(ACME, k)) == null);
    }

    private String prefix(int shard) {
        return "mnemesh:{cache:" + service + ":2:" + shard + "}:";
    }

    private static long count(String table, String column, String beginning) throws Exception {
        try (var connection = Servers.POSTGRES.connect("mnemesh");
                var query = connection.prepareStatement(
                        "select count(*) from cache." + table + " where " + column + " like ?")) {
            query.setString(1, beginning + "%");
            try (var result = query.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }
}
