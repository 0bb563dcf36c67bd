package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.cache.AdaptiveTtl;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.TtlChoice;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cache that finds out how long its values are good for. */
class AdaptiveTtlTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final AdaptiveTtl LEARNED = AdaptiveTtl.of(0.05, Duration.ofSeconds(10), Duration.ofMinutes(5));

    @RegisterExtension
    final Nodes nodes = new Nodes("a");

    private final AtomicInteger loads = new AtomicInteger();

    private CacheSpec<String> spec() {
        return CacheSpec.of("learned", Serializers.TEXT).withLocal(Duration.ofHours(1), 1 << 20);
    }

    private String read(HierarchicalCache<String> cache, String key, String value) {
        return get(cache.get(ACME, key, () -> {
            loads.incrementAndGet();
            return Uni.createFrom().item(value);
        }));
    }

    private Duration left(HierarchicalCache<String> cache, String key) {
        return Duration.between(
                nodes.clock.instant(), get(cache.lookup(ACME, key)).expiresAt());
    }

    @Test
    void shouldKeepLongerWhatDoesNotChange() {
        var cache = nodes.node().cache(spec().withoutRedis().withAdaptiveTtl(LEARNED));
        read(cache, "same:a", "v");
        read(cache, "counter:a", "0");
        assertThat(left(cache, "same:a")).isEqualTo(Duration.ofSeconds(10));

        for (int second = 1; second <= 600; second++) {
            nodes.clock.advance(Duration.ofSeconds(1));
            read(cache, "same:a", "v");
            read(cache, "counter:a", String.valueOf(second));
        }

        var same = choice(cache, "same");
        var counter = choice(cache, "counter");
        assertThat(same.ttl()).isGreaterThan(Duration.ofSeconds(20));
        assertThat(counter.ttl()).isEqualTo(Duration.ofSeconds(10));
        assertThat(counter.changesPerDay()).isGreaterThan(same.changesPerDay());
        assertThat(left(cache, "counter:a")).isLessThanOrEqualTo(Duration.ofSeconds(10));
    }

    private static TtlChoice choice(HierarchicalCache<String> cache, String keyClass) {
        return cache.ttlChoices().stream()
                .filter(one -> one.keyClass().equals(keyClass))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldEndInEveryTierWhenItsTimeIsOver() {
        var spec = spec().withPostgres(Duration.ofHours(2)).withAdaptiveTtl(LEARNED);
        var cache = nodes.node().cache(spec);
        var other = nodes.node().cache(spec);
        String key = "k" + nodes.service;
        read(cache, key, "old");

        nodes.clock.advance(Duration.ofSeconds(11));

        assertThat(read(other, key, "new")).isEqualTo("new");
        assertThat(loads).hasValue(2);
    }

    @Test
    void shouldBeOffUnlessItIsAskedFor() {
        var cache = nodes.node().cache(spec());
        read(cache, "k" + nodes.service, "v");

        assertThat(cache.ttlChoices()).isEmpty();
        assertThat(left(cache, "k" + nodes.service)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void shouldNotTakeAChangeTheCacheWasToldOfForOneItWasNot() {
        var cache = nodes.node().cache(spec().withoutRedis().withAdaptiveTtl(LEARNED));
        for (int i = 0; i < 50; i++) {
            read(cache, "k", String.valueOf(i));
            nodes.clock.advance(Duration.ofSeconds(1));
            get(cache.remove(ACME, "k"));
        }

        assertThat(cache.ttlChoices())
                .singleElement()
                .extracting(TtlChoice::loads)
                .isEqualTo(0L);
        assertThat(loads).hasValue(50);
    }

    @Test
    void shouldNotKeepLongerThanTheTiers() {
        var cache = nodes.node()
                .cache(CacheSpec.of("learned", Serializers.TEXT)
                        .withLocal(Duration.ofSeconds(5), 1 << 20)
                        .withoutRedis()
                        .withAdaptiveTtl(LEARNED));
        read(cache, "k", "v");

        assertThat(left(cache, "k")).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shouldRefuseSettingsThatContradictThemselves() {
        var second = Duration.ofSeconds(1);
        for (double budget : new double[] {0, -1, 0.51, Double.NaN}) {
            assertThatThrownBy(() -> AdaptiveTtl.of(budget, second, second)).hasMessageContaining("staleBudget");
        }
        assertThatThrownBy(() -> AdaptiveTtl.of(0.01, Duration.ZERO, second)).hasMessageContaining("shortest");
        assertThatThrownBy(() -> AdaptiveTtl.of(0.01, second.multipliedBy(2), second))
                .hasMessageContaining("longest");
    }
}
