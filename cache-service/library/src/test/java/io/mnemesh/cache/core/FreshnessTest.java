package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.get;
import static io.mnemesh.cache.core.Nodes.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Tagged;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Values that are about to end, or have ended, on a real Redis and a real PostgreSQL. */
class FreshnessTest {

    private static final Duration TTL = Duration.ofMinutes(10);
    private static final TenantId ACME = new TenantId("acme");

    @RegisterExtension
    final Nodes nodes = new Nodes("s");

    private final String k = "k-" + nodes.service;
    private final AtomicInteger loads = new AtomicInteger();

    private HierarchicalCache<String> cache(CacheSpec<String> spec) {
        return nodes.node().cache(spec);
    }

    /** Every tier ends a value at the same time. */
    private static CacheSpec<String> spec() {
        return Node.spec().withLocal(TTL, 1 << 20).withRedis(TTL).withPostgres(TTL);
    }

    private Supplier<Uni<String>> loader(String value) {
        return () -> {
            loads.incrementAndGet();
            return Uni.createFrom().item(value);
        };
    }

    private Uni<String> failing() {
        loads.incrementAndGet();
        return Uni.createFrom().failure(new IllegalStateException("no"));
    }

    private static <T> T landed(CompletableFuture<T> future) {
        return future.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void shouldNotAnswerWhatHasEndedByDefault() {
        var cache = cache(spec());
        get(cache.put(ACME, k, "old"));
        nodes.clock.advance(TTL.plusSeconds(1));

        assertThatThrownBy(() -> get(cache.get(ACME, k, this::failing))).isInstanceOf(IllegalStateException.class);
        assertThat(get(cache.get(ACME, k, loader("new")))).isEqualTo("new");
        assertThat(cache.stats().staleServed()).isZero();
    }

    @Test
    void shouldAnswerAtOnceAndLoadInTheBackgroundWhileRevalidating() {
        var cache = cache(spec().withStaleWhileRevalidate(Duration.ofMinutes(1)));
        get(cache.put(ACME, k, "old"));
        nodes.clock.advance(TTL.plusSeconds(30));
        var slow = new CompletableFuture<String>();

        assertThat(get(cache.get(ACME, k, () -> {
                    loads.incrementAndGet();
                    return Uni.createFrom().completionStage(slow);
                })))
                .isEqualTo("old");
        assertThat(get(cache.get(ACME, k, loader("another")))).isEqualTo("old");
        slow.complete("new");

        until(() -> "new".equals(cache.peek(ACME, k)));
        assertThat(loads).hasValue(1);
        assertThat(cache.stats().staleServed()).isEqualTo(1);
    }

    @Test
    void shouldAnswerFromTheSharedTiersWhileRevalidating() {
        for (var tiers : List.of(spec().withPostgres(Duration.ZERO), spec().withoutRedis())) {
            var spec = tiers.withoutLocal().withStaleWhileRevalidate(Duration.ofMinutes(1));
            get(cache(spec).put(ACME, k, "old"));
            nodes.clock.advance(TTL.plusSeconds(30));
            var reading = cache(spec);

            assertThat(get(reading.get(ACME, k, loader("new")))).isEqualTo("old");

            until(() -> "new".equals(get(reading.getIfPresent(ACME, k))));
            assertThat(get(cache(spec).getIfPresent(ACME, k))).isEqualTo("new");
        }
        assertThat(loads).hasValue(2);
    }

    @Test
    void shouldLoadOnceAcrossProcessesWhileRevalidating() {
        var spec = spec().withStaleWhileRevalidate(Duration.ofMinutes(1));
        var caches = List.of(cache(spec), cache(spec), cache(spec));
        get(caches.getFirst().put(ACME, k, "old"));
        nodes.clock.advance(TTL.plusSeconds(30));
        var slow = new CompletableFuture<String>();

        for (var cache : caches) {
            assertThat(get(cache.get(ACME, k, () -> {
                        loads.incrementAndGet();
                        return Uni.createFrom().completionStage(slow.copy());
                    })))
                    .isEqualTo("old");
        }
        until(() -> loads.get() > 0);
        slow.complete("new");

        for (var cache : caches) {
            until(() -> "new".equals(cache.peek(ACME, k)));
        }
        assertThat(loads).hasValue(1);
    }

    @Test
    void shouldNotAnswerWhatEndedLongerAgoThanTheBudget() {
        var cache =
                cache(spec().withStaleWhileRevalidate(Duration.ofMinutes(1)).withStaleIfError(Duration.ofMinutes(2)));
        get(cache.put(ACME, k, "old"));
        nodes.clock.advance(TTL.plusMinutes(1).plusSeconds(1));

        assertThat(get(cache.get(ACME, k, this::failing))).isEqualTo("old");
        assertThat(get(cache.getIfPresent(ACME, k))).isNull();
        assertThat(cache.peek(ACME, k)).isNull();
        nodes.clock.advance(Duration.ofMinutes(1));
        assertThatThrownBy(() -> get(cache.get(ACME, k, this::failing))).isInstanceOf(IllegalStateException.class);

        assertThat(cache.stats().staleServed()).isEqualTo(1);
        assertThat(loads).hasValue(2);
    }

    @Test
    void shouldAnswerTheLastValueWhenALoadFailsInAnotherProcess() {
        var spec = spec().withStaleIfError(Duration.ofMinutes(5));
        get(cache(spec).put(ACME, k, "old"));
        nodes.clock.advance(TTL.plusSeconds(1));
        var other = cache(spec);

        assertThat(get(other.get(ACME, k, this::failing))).isEqualTo("old");
        assertThat(get(other.getMany(ACME, List.of(k), keys -> Uni.createFrom().failure(new IllegalStateException()))))
                .containsExactly(Map.entry(k, "old"));
        assertThat(get(other.get(ACME, k, loader("new")))).isEqualTo("new");
        assertThat(other.stats().staleServed()).isEqualTo(2);
    }

    @Test
    void shouldNotAnswerTheLastValueAfterAnInvalidation() {
        var cache = cache(spec().withStaleIfError(Duration.ofMinutes(5)));
        get(cache.put(ACME, k, "old", Set.of(k)));
        get(cache.put(ACME, k + 1, "old"));
        nodes.clock.advance(TTL.plusSeconds(1));
        get(cache.invalidateTag(ACME, k));
        get(cache.remove(ACME, k + 1));

        for (String key : List.of(k, k + 1)) {
            assertThatThrownBy(() -> get(cache.get(ACME, key, this::failing)))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(cache.stats().staleServed()).isZero();
    }

    @Test
    void shouldNotAnswerTheLastValueWhenItIsInvalidatedDuringTheLoad() {
        var cache = cache(spec().withStaleIfError(Duration.ofMinutes(5)));
        get(cache.put(ACME, k, "old", Set.of(k)));
        nodes.clock.advance(TTL.plusSeconds(1));
        var slow = new CompletableFuture<Tagged<String>>();
        var before = cache.getTagged(ACME, k, () -> {
                    loads.incrementAndGet();
                    return Uni.createFrom().completionStage(slow);
                })
                .subscribeAsCompletionStage();
        until(() -> loads.get() == 1);

        get(cache.invalidateTag(ACME, k));
        slow.completeExceptionally(new IllegalStateException("no"));

        assertThatThrownBy(() -> landed(before)).hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldAnswerTheLastValueAfterTheSoftTimeoutAndKeepWhatIsLoadedLater() {
        var cache = cache(spec().withStaleIfError(Duration.ofMinutes(5)).withSoftTimeout(Duration.ofMillis(50)));
        get(cache.put(ACME, k, "old"));
        nodes.clock.advance(TTL.plusSeconds(1));
        var slow = new CompletableFuture<String>();

        assertThat(get(cache.get(ACME, k, () -> Uni.createFrom().completionStage(slow))))
                .isEqualTo("old");
        assertThat(cache.peek(ACME, k)).isNull();
        slow.complete("new");

        until(() -> "new".equals(cache.peek(ACME, k)));
        var fresh = cache(spec());
        until(() -> "new".equals(get(fresh.getIfPresent(ACME, k))));
        assertThat(cache.stats().softTimeouts()).isEqualTo(1);
        assertThat(cache.stats().staleServed()).isEqualTo(1);
    }

    @Test
    void shouldWaitBeyondTheSoftTimeoutWhenThereIsNoLastValue() {
        var cache = cache(spec().withStaleIfError(Duration.ofMinutes(5))
                .withSoftTimeout(Duration.ofMillis(50))
                .withLoadTimeout(Duration.ofMillis(300)));

        assertThatThrownBy(() -> get(cache.get(ACME, k, () -> Uni.createFrom().nothing())))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.DEADLINE_EXCEEDED));
        assertThat(cache.stats().softTimeouts()).isZero();
    }

    @Test
    void shouldLoadAnewBeforeTheEndWhenThatIsNear() {
        for (var spec : List.of(spec(), spec().withoutLocal(), spec().withPostgres(Duration.ZERO))) {
            loads.set(0);
            var cache = cache(spec.withEarlyRefresh(100));
            get(cache.get(ACME, k, () -> {
                loads.incrementAndGet();
                var slow = new CompletableFuture<String>();
                Servers.VERTX.setTimer(50, id -> slow.complete("old"));
                return Uni.createFrom().completionStage(slow);
            }));
            until(() -> "old".equals(get(cache.getIfPresent(ACME, k))));
            assertThat(get(cache.get(ACME, k, loader("early")))).isEqualTo("old");
            assertThat(cache.stats().earlyRefreshes()).isZero();

            nodes.clock.advance(TTL.minusMillis(10));
            until(() -> {
                get(cache.get(ACME, k, loader("new")));
                return "new".equals(get(cache.getIfPresent(ACME, k)));
            });

            assertThat(cache.stats().earlyRefreshes()).isPositive();
            assertThat(cache.stats().staleServed()).isZero();
            get(cache.remove(ACME, k));
        }
    }

    @Test
    void shouldEndNestedLoadsThatWaitForEachOther() {
        var cache = cache(spec().withLoadTimeout(Duration.ofMillis(300)));
        var other = cache(spec().withLoadTimeout(Duration.ofMillis(300)));

        for (var inner : List.of(cache, other)) {
            var circle = cache.get(ACME, k, () -> inner.get(ACME, k + 1, () -> inner.get(ACME, k, loader("v"))));

            assertThatThrownBy(() -> get(circle))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.type()).isEqualTo(ProblemType.DEADLINE_EXCEEDED));
        }
        assertThat(get(cache.get(ACME, k + 2, () -> cache.get(ACME, k + 3, loader("inner")))))
                .isEqualTo("inner");
    }

    @Test
    void shouldRefuseSpecificationsThatContradictThemselves() {
        var spec = spec();

        assertThatThrownBy(() -> spec.withEarlyRefresh(-1)).hasMessageContaining("earlyRefresh");
        assertThatThrownBy(() -> spec.withEarlyRefresh(Double.NaN)).hasMessageContaining("earlyRefresh");
        assertThatThrownBy(() -> spec.withStaleIfError(Duration.ofSeconds(-1))).hasMessageContaining("staleIfError");
        assertThatThrownBy(() -> spec.withStaleWhileRevalidate(Duration.ofSeconds(-1)))
                .hasMessageContaining("staleWhileRevalidate");
        assertThatThrownBy(() -> spec.withSoftTimeout(Duration.ofSeconds(1))).hasMessageContaining("staleIfError");
        assertThatThrownBy(() -> spec.withStaleIfError(TTL).withSoftTimeout(Duration.ofSeconds(5)))
                .hasMessageContaining("loadTimeout");
    }
}
