package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.get;
import static io.mnemesh.cache.core.Nodes.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Prefetch;
import io.mnemesh.cache.PrefetchStats;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.Tagged;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cache that loads what is likely to be read next. */
class PrefetchTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");

    @RegisterExtension
    final Nodes nodes = new Nodes("n");

    private final Map<String, Integer> versions = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger foreign = new AtomicInteger();

    private CacheSpec<String> spec() {
        return CacheSpec.of("pages", Serializers.TEXT)
                .withLocal(Duration.ofHours(1), 1 << 20)
                .withRedis(Duration.ofHours(1));
    }

    private Uni<Map<String, Tagged<String>>> ahead(TenantId tenant, List<String> keys) {
        foreign.addAndGet(tenant.equals(ACME) ? 0 : 1);
        return Uni.createFrom().item(() -> Map.of(keys.getFirst(), Tagged.of(value(keys.getFirst()), "book")));
    }

    private String value(String key) {
        return key + "@" + versions.getOrDefault(key, 0);
    }

    private String read(HierarchicalCache<String> cache, TenantId tenant, int page) {
        String key = "page:" + page;
        return get(cache.get(tenant, key, () -> {
            asked.incrementAndGet();
            return Uni.createFrom().item(value(key));
        }));
    }

    /** Reads from page to page until the next one is loaded ahead. @return the page read last */
    private int readUntilLoading(HierarchicalCache<String> cache) {
        int page = 0;
        while (cache.prefetchStats().begun() == 0) {
            assertThat(page).isLessThan(200);
            assertThat(read(cache, ACME, page)).isEqualTo("page:" + page + "@0");
            page++;
        }
        int next = page;
        until(() -> cache.peek(ACME, "page:" + next) != null);
        return page - 1;
    }

    @Test
    void shouldHaveTheNextPageBeforeItIsAskedFor() {
        var node = nodes.node();
        var cache = node.cache(spec().withPrefetch(Prefetch.of(this::ahead)));
        int page = readUntilLoading(cache);
        int before = asked.get();

        assertThat(read(cache, ACME, page + 1)).isEqualTo("page:" + (page + 1) + "@0");

        assertThat(asked).hasValue(before);
        assertThat(cache.prefetchStats().used()).isPositive();
        assertThat(cache.prefetchStats().loading()).isTrue();
        assertThat(node.registry
                        .get("mnemesh_cache_prefetches")
                        .tag("cache", "pages")
                        .tag("outcome", "used")
                        .functionCounter()
                        .count())
                .isEqualTo((double) cache.prefetchStats().used());
        assertThat(node.registry.get("mnemesh_cache_prefetch_open").gauge().value())
                .isEqualTo(1);
    }

    @Test
    void shouldNotKeepWhatIsInvalidatedAfterItWasLoadedAhead() {
        var cache = nodes.node().cache(spec().withPrefetch(Prefetch.of(this::ahead)));
        int page = readUntilLoading(cache);
        versions.put("page:" + (page + 1), 1);

        get(cache.invalidateTag(ACME, "book"));

        assertThat(read(cache, ACME, page + 1)).isEqualTo("page:" + (page + 1) + "@1");
    }

    @Test
    void shouldLearnNothingOfAnotherTenantsReads() {
        var cache = nodes.node().cache(spec().withPrefetch(Prefetch.of(this::ahead)));
        int page = readUntilLoading(cache);

        read(cache, OTHER, page + 100);

        assertThat(cache.peek(OTHER, "page:" + (page + 101))).isNull();
        assertThat(foreign).hasValue(0);
    }

    @Test
    void shouldGoOnWhenLoadsAheadFail() {
        var cache = nodes.node()
                .cache(spec().withPrefetch(Prefetch.of(
                        (tenant, keys) -> Uni.createFrom().failure(new IllegalStateException("away")))));

        for (int page = 0; page < 200; page++) {
            String key = "page:" + page;
            until(() -> {
                try {
                    return get(cache.get(ACME, key, () -> Uni.createFrom().item(value(key))))
                            .equals(value(key));
                } catch (IllegalStateException joined) {
                    return false; // it came while the load ahead was about to fail, as it may with any load it joins
                }
            });
        }

        until(() -> cache.prefetchStats().wasted() > 0 && !cache.prefetchStats().loading());
        assertThat(cache.prefetchStats().begun()).isBetween(32L, 64L);
    }

    @Test
    void shouldNeitherLearnNorLoadUnlessItIsTold() {
        var cache = nodes.node().cache(spec());

        for (int page = 0; page < 100; page++) {
            read(cache, ACME, page);
        }

        assertThat(asked).hasValue(100);
        assertThat(cache.prefetchStats()).isEqualTo(PrefetchStats.NONE);
    }

    @Test
    void shouldRefuseSettingsThatMeanNothing() {
        assertThatThrownBy(() -> new Prefetch<>(this::ahead, 0, 0.5, Duration.ofMinutes(1)))
                .hasMessageContaining("confidence is more than 0");
        assertThatThrownBy(() -> new Prefetch<>(this::ahead, 0.5, 1, Duration.ofMinutes(1)))
                .hasMessageContaining("breakEven is more than 0 and less than 1");
        assertThatThrownBy(() -> new Prefetch<>(this::ahead, 0.5, 0.5, Duration.ZERO))
                .hasMessageContaining("pause is positive");
        assertThatThrownBy(() -> spec().withoutLocal().withPrefetch(Prefetch.of(this::ahead)))
                .hasMessageContaining("prefetch needs a localTtl");
    }
}
