package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.get;
import static io.mnemesh.cache.core.Nodes.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.cache.Tagged;
import io.mnemesh.cache.Tier;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What old entries take up, and when it is given back. */
class TagSpaceTest extends TagsFixture {

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
}
