package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.get;
import static io.mnemesh.cache.core.Nodes.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Tagged;
import io.mnemesh.cache.Tier;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Loads that are under way when their tag is invalidated. */
class TagRacesTest extends TagsFixture {

    @Test
    void shouldNotKeepInAnyTierWhatBeganToLoadBeforeTheInvalidation() {
        var loading = nodes.node().cache();
        var slow = new CompletableFuture<Tagged<String>>();
        var before = underWay(loading, slow);

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
        var before = underWay(loading, slow);

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
        var before = underWay(cache, slow);
        get(cache.invalidateTag(ACME, tag));

        var after = cache.getTagged(ACME, k, loader("new", tag)).subscribeAsCompletionStage();
        slow.complete(Tagged.of("old", tag));

        assertThat(before.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("old");
        assertThat(after.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("new");
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

    /** Begins to read the key's value and returns when its load is under way, which ends with {@code slow}. */
    private CompletableFuture<String> underWay(
            HierarchicalCache<String> cache, CompletableFuture<Tagged<String>> slow) {
        var reading = cache.getTagged(ACME, k, () -> {
                    loads.incrementAndGet();
                    return Uni.createFrom().completionStage(slow);
                })
                .subscribeAsCompletionStage();
        until(() -> loads.get() == 1);
        return reading;
    }
}
