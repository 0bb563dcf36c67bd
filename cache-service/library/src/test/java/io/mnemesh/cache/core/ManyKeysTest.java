package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.awaitStored;
import static io.mnemesh.cache.core.Nodes.get;
import static io.mnemesh.cache.core.Nodes.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mnemesh.cache.Found;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Tier;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many keys at once on a real Redis and a real PostgreSQL. */
class ManyKeysTest {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");

    @RegisterExtension
    final Nodes nodes = new Nodes("m");

    /** The L3 table is shared by the tests: so keys are of one test. */
    private final String k = "k-" + nodes.service;

    private final AtomicInteger loads = new AtomicInteger();

    @Test
    void shouldGetManyWithOneLoadWhenSomeAreMissing() {
        var cache = nodes.node().cache();
        get(cache.put(ACME, k + 1, "one"));
        get(nodes.node().cache().put(ACME, k + 2, "two"));
        var asked = new CopyOnWriteArrayList<List<String>>();

        Map<String, String> values = get(cache.getMany(ACME, List.of(k + 1, k + 2, k + 3, k + 4, k + 5), keys -> {
            asked.add(keys);
            return Uni.createFrom().item(Map.of(k + 3, "three", k + 5, "five"));
        }));

        assertThat(values)
                .containsExactly(
                        Map.entry(k + 1, "one"),
                        Map.entry(k + 2, "two"),
                        Map.entry(k + 3, "three"),
                        Map.entry(k + 5, "five"));
        assertThat(asked).containsExactly(List.of(k + 3, k + 4, k + 5));
        assertThat(cache.peek(ACME, k + 5)).isEqualTo("five");
    }

    @Test
    void shouldLookUpManyInTheTierThatHasThem() {
        get(nodes.node().cache(Node.spec().withoutRedis()).put(ACME, k + 1, "below"));
        get(nodes.node().cache().put(ACME, k + 2, "between"));
        var cache = nodes.node().cache();
        get(cache.put(ACME, k + 3, "here"));

        var found = get(cache.lookupMany(ACME, List.of(k + 3, k, k + 2, k + 1)));

        assertThat(found.keySet()).containsExactly(k + 3, k + 2, k + 1);
        assertThat(found.values()).extracting(Found::value).containsExactly("here", "between", "below");
        assertThat(found.values()).extracting(Found::tier).containsExactly(Tier.LOCAL, Tier.REDIS, Tier.POSTGRES);
        assertThat(get(cache.lookupMany(GLOBEX, List.of(k + 3)))).isEmpty();
        assertThat(get(cache.lookupMany(ACME, List.of()))).isEmpty();
        assertThat(cache.stats().loads()).isZero();
    }

    @Test
    void shouldKeepCheapValuesInEveryTier() {
        var cache = nodes.node().cache();

        Map<String, String> values = get(cache.getManyCheap(ACME, List.of(k, k + 1), keys -> {
            loads.incrementAndGet();
            return Uni.createFrom().item(Map.of(k, "v", k + 1, "w"));
        }));

        assertThat(values).containsExactly(Map.entry(k, "v"), Map.entry(k + 1, "w"));
        assertThat(cache.peek(ACME, k)).isEqualTo("v");
        awaitStored(nodes.node().cache(Node.spec().withoutLocal()), ACME, k, Tier.REDIS);
        awaitStored(nodes.node().cache(Node.spec().withoutLocal().withoutRedis()), ACME, k, Tier.POSTGRES);
        assertThat(get(nodes.node().cache().getManyCheap(ACME, List.of(k, k + 1), keys -> unexpectedly())))
                .isEqualTo(values);
        assertThat(loads).hasValue(1);
    }

    @Test
    void shouldReadCheapValuesFromPostgresOnlyWithoutRedis() {
        get(nodes.node().cache(Node.spec().withoutRedis()).put(ACME, k, "stored"));

        var loaded = get(nodes.node()
                .cache()
                .getManyCheap(ACME, List.of(k), keys -> Uni.createFrom().item(Map.of(k, "loaded"))));
        var found = get(
                nodes.node().cache(Node.spec().withoutRedis()).getManyCheap(ACME, List.of(k), keys -> unexpectedly()));

        assertThat(loaded).containsExactly(Map.entry(k, "loaded"));
        assertThat(found).containsExactly(Map.entry(k, "stored"));
    }

    @Test
    void shouldNotWaitForAnotherProcessThatLoadsACheapValue() {
        var slow = new CompletableFuture<Map<String, String>>();
        var waiting = nodes.node()
                .cache()
                .getManyCheap(ACME, List.of(k), keys -> Uni.createFrom().completionStage(slow))
                .subscribeAsCompletionStage();

        var quick = get(nodes.node()
                .cache()
                .getManyCheap(ACME, List.of(k), keys -> Uni.createFrom().item(Map.of(k, "quick"))));

        assertThat(quick).containsExactly(Map.entry(k, "quick"));
        slow.complete(Map.of(k, "slow"));
        assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join()).containsExactly(Map.entry(k, "slow"));
    }

    @Test
    void shouldNotKeepACheapValueThatAnotherProcessInvalidatedDuringTheLoad() {
        var loading = nodes.node().cache();
        var other = nodes.node().cache();
        var slow = new CompletableFuture<Map<String, String>>();
        var before = loading.getManyCheap(ACME, List.of(k), keys -> {
                    loads.incrementAndGet();
                    return Uni.createFrom().completionStage(slow);
                })
                .subscribeAsCompletionStage();
        until(() -> loads.get() == 1);

        get(other.remove(ACME, k));
        slow.complete(Map.of(k, "old"));

        assertThat(before.orTimeout(10, TimeUnit.SECONDS).join()).containsExactly(Map.entry(k, "old"));
        await().pollInterval(Duration.ofMillis(10))
                .atMost(WAIT)
                .until(() -> loading.stats().refused() > 0);
        until(() -> loading.peek(ACME, k) == null);
        await().pollInterval(Duration.ofMillis(10))
                .atMost(WAIT)
                .until(() -> loading.stats().tiers().get(Tier.POSTGRES).bytes() > 0);
        awaitGathered(loading);
        assertThat(get(nodes.node().cache(Node.spec().withoutRedis()).getIfPresent(ACME, k)))
                .isNull();
    }

    /** Waits until everything gathered before has been stored: values of one tenant go together. */
    private void awaitGathered(HierarchicalCache<String> cache) {
        String later = k + "later";
        var onlyPostgres = nodes.node().cache(Node.spec().withoutLocal().withoutRedis());
        get(cache.getManyCheap(ACME, List.of(later), keys -> Uni.createFrom().item(Map.of(later, "v"))));
        await().pollInterval(Duration.ofMillis(20))
                .atMost(WAIT)
                .until(() -> get(onlyPostgres.getIfPresent(ACME, later)) != null);
    }

    private static Uni<Map<String, String>> unexpectedly() {
        return Uni.createFrom().failure(new AssertionError("must not be loaded"));
    }

    @Test
    void shouldLeaveNobodyWaitingWhenOneOfManyKeysIsBad() {
        var cache = nodes.node().cache();

        assertThatThrownBy(() -> get(cache.getMany(ACME, List.of(k, ""), keys -> unexpectedly())))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.INVALID_VALUE));

        assertThat(get(cache.get(ACME, k, () -> Uni.createFrom().item("v")))).isEqualTo("v");
    }
}
