package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.get;
import static io.mnemesh.cache.core.Nodes.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.Tier;
import io.mnemesh.cache.local.LocalKey;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was hot in a process is in L1 of the next one. */
class WarmStartTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");
    private static final WarmStart SETTINGS = new WarmStart(Duration.ofHours(1), 1_000, 100_000, Duration.ofHours(1));

    @RegisterExtension
    final Nodes nodes = new Nodes("w");

    private final AtomicInteger loads = new AtomicInteger();

    /** All nodes of a test name it, and no other test does. */
    private CacheSpec<String> spec() {
        return CacheSpec.of(nodes.service, Serializers.TEXT)
                .withLocal(Duration.ofMinutes(30), 50_000)
                .withRedis(Duration.ofHours(1))
                .withPostgres(Duration.ofHours(2));
    }

    private Node node(WarmStart settings) {
        var node = nodes.node();
        node.factory.warmStarts(settings);
        return node;
    }

    private static void record(Node node) {
        get(Objects.requireNonNull(node.factory.hotKeys()).recordNow());
    }

    private static double warmed(Node node) {
        return node.registry.get(CacheMetrics.WARMED).functionCounter().count();
    }

    private Uni<Map<String, String>> load(List<String> keys) {
        loads.addAndGet(keys.size());
        return Uni.createFrom().item(keys.stream().collect(Collectors.toMap(key -> key, key -> key + "x".repeat(100))));
    }

    /** Ranks of which the r-th is drawn in proportion to 1/r. */
    private static List<String> draw(Random random, int keys, int count) {
        double[] cumulated = new double[keys];
        double sum = 0;
        for (int i = 0; i < keys; i++) {
            sum += 1.0 / (i + 1);
            cumulated[i] = sum;
        }
        double total = sum;
        return IntStream.range(0, count)
                .map(i -> Arrays.binarySearch(cumulated, random.nextDouble() * total))
                .mapToObj(found -> "k" + (found < 0 ? -found - 1 : found))
                .toList();
    }

    /** Part of the reads that L1 answers. */
    private double hitRate(HierarchicalCache<String> cache, List<String> reads) {
        var before = cache.stats().tiers().get(Tier.LOCAL);
        for (int from = 0; from < reads.size(); from += 20) {
            get(cache.getMany(ACME, reads.subList(from, from + 20), this::load));
        }
        var after = cache.stats().tiers().get(Tier.LOCAL);
        long hits = after.hits() - before.hits();
        return (double) hits / (hits + after.misses() - before.misses());
    }

    @Test
    void shouldReachTheFormerHitRateRightAfterARestart() {
        var random = new Random(7);
        var node = node(SETTINGS);
        var cache = node.cache(spec());
        hitRate(cache, draw(random, 1_000, 2_000));
        double former = hitRate(cache, draw(random, 1_000, 1_000));
        record(node);
        node.close();
        var reads = draw(random, 1_000, 400);

        double cold = hitRate(nodes.node().cache(spec()), reads);
        var restarted = node(SETTINGS);
        var warm = restarted.cache(spec());
        get(Objects.requireNonNull(restarted.factory.hotKeys()).warm((TieredCache<?>) warm));

        assertThat(former).isGreaterThan(0.4);
        assertThat(cold).isLessThan(0.9 * former);
        assertThat(hitRate(warm, reads)).isGreaterThanOrEqualTo(0.9 * former);
    }

    @Test
    void shouldBringBackByItselfWhatIsStillValid() {
        var node = node(SETTINGS);
        var cache = node.cache(spec());
        get(cache.put(ACME, "stays", "v"));
        get(cache.put(ACME, "removed", "v"));
        get(cache.put(ACME, "tagged", "v", Set.of("red")));
        get(cache.put(ACME, "ends", "v", Duration.ofMinutes(10)));
        get(cache.put(ACME, "changes", "old"));
        record(node);
        node.close();
        var other = nodes.node().cache(spec());
        get(other.remove(ACME, "removed"));
        get(other.invalidateTag(ACME, "red"));
        get(other.put(ACME, "changes", "new"));
        nodes.clock.advance(Duration.ofMinutes(11));

        var restarted = node(SETTINGS);
        var warm = restarted.cache(spec());

        until(() -> warmed(restarted) == 2);
        assertThat(warm.peek(ACME, "stays")).isEqualTo("v");
        assertThat(warm.peek(ACME, "changes")).isEqualTo("new");
        for (String gone : List.of("removed", "tagged", "ends")) {
            assertThat(warm.peek(ACME, gone)).isNull();
        }
        assertThat(warm.stats().loads()).isZero();
    }

    @Test
    void shouldKeepTenantsApart() {
        var node = node(SETTINGS);
        var cache = node.cache(spec());
        get(cache.put(ACME, "k", "of acme"));
        get(cache.put(OTHER, "k", "of the other"));
        get(cache.put(OTHER, "theirs", "v"));
        record(node);
        node.close();

        var restarted = node(SETTINGS);
        var warm = restarted.cache(spec());

        until(() -> warmed(restarted) == 3);
        assertThat(warm.peek(ACME, "k")).isEqualTo("of acme");
        assertThat(warm.peek(OTHER, "k")).isEqualTo("of the other");
        assertThat(warm.peek(ACME, "theirs")).isNull();
    }

    @Test
    void shouldBringBackNoMoreThanItMayAndTheHottest() {
        var node = node(SETTINGS);
        var cache = node.cache(spec());
        var all = IntStream.range(0, 20).mapToObj(i -> "k" + i).toList();
        get(cache.getMany(ACME, all, this::load));
        for (int i = 0; i < 5; i++) {
            get(cache.getMany(ACME, List.of("k3", "k7"), this::load));
        }
        record(node);
        node.close();

        var restarted = node(new WarmStart(Duration.ofHours(1), 2, 100_000, Duration.ofHours(1)));
        var warm = restarted.cache(spec());

        until(() -> warmed(restarted) == 2);
        var local = new ArrayList<String>();
        all.forEach(key -> {
            if (warm.peek(ACME, key) != null) {
                local.add(key);
            }
        });
        assertThat(local).containsExactlyInAnyOrder("k3", "k7");
    }

    @Test
    void shouldNotUseRecordsThatAreTooOldAndForgetThem() {
        var node = node(SETTINGS);
        var cache = node.cache(spec());
        get(cache.put(ACME, "k", "v"));
        record(node);
        node.close();
        var strict = node(new WarmStart(Duration.ofHours(1), 10, 100_000, Duration.ZERO));
        var cold = (TieredCache<String>) strict.cache(spec());

        assertThat(get(Objects.requireNonNull(strict.factory.hotKeys()).warm(cold)))
                .isZero();
        record(strict);

        var later = node(SETTINGS);
        assertThat(get(Objects.requireNonNull(later.factory.hotKeys()).warm((TieredCache<String>) later.cache(spec()))))
                .isZero();
    }

    @Test
    void shouldForgetWhatAllProcessesHaveRecorded() {
        for (int i = 0; i < 2; i++) {
            var node = node(SETTINGS);
            get(node.cache(spec()).put(ACME, "k" + i, "v"));
            record(node);
        }
        var other = node(SETTINGS);
        var cold = (TieredCache<String>) other.cache(spec());

        get(other.factory.forgetHotKeys());

        assertThat(get(Objects.requireNonNull(other.factory.hotKeys()).warm(cold)))
                .isZero();
    }

    @Test
    void shouldRecordNothingWhenNothingCanBeBroughtBack() {
        var node = node(SETTINGS);
        var withoutTiers = node.cache(spec().withoutRedis().withPostgres(Duration.ZERO));
        get(withoutTiers.put(ACME, "k", "v"));
        record(node);
        node.close();

        var restarted = node(SETTINGS);
        var warm = (TieredCache<String>) restarted.cache(spec());

        assertThat(get(Objects.requireNonNull(restarted.factory.hotKeys()).warm(warm)))
                .isZero();
    }

    @Test
    void shouldTakeTurnsWhenItBringsTogetherWhatManyHaveRecorded() {
        var a = new LocalKey(ACME, "a");
        var b = new LocalKey(ACME, "b");
        var c = new LocalKey(ACME, "c");
        var d = new LocalKey(OTHER, "a");

        assertThat(HotKeys.merged(List.of(List.of(a, b, c), List.of(d, a)), 10)).containsExactly(a, d, b, c);
        assertThat(HotKeys.merged(List.of(List.of(a, b, c), List.of(d, a)), 2)).containsExactly(a, d);
        assertThat(HotKeys.merged(List.of(), 2)).isEmpty();
    }
}
