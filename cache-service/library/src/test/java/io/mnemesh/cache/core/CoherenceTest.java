package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.get;
import static io.mnemesh.cache.core.Nodes.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Changes that other processes, and loads under way, are told of. */
class CoherenceTest extends TieredCacheFixture {

    @Test
    void shouldNotKeepWhatWasLoadedBeforeAnInvalidation() {
        var cache = nodes.node().cache();
        var slow = new CompletableFuture<String>();
        var before = cache.get(ACME, k, () -> {
                    loads.incrementAndGet();
                    return Uni.createFrom().completionStage(slow);
                })
                .subscribeAsCompletionStage();
        until(() -> loads.get() == 1);

        get(cache.remove(ACME, k));
        var after = cache.get(ACME, k, loader("new"));
        assertThat(get(after)).isEqualTo("new");
        slow.complete("old");

        assertThat(before.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("old");
        assertThat(get(cache.getIfPresent(ACME, k))).isEqualTo("new");
        for (var spec : List.of(Node.spec(), Node.spec().withoutRedis())) {
            assertThat(get(nodes.node().cache(spec).get(ACME, k, loader("new"))))
                    .isEqualTo("new");
        }
    }

    @Test
    void shouldNotKeepWhatAnotherProcessInvalidatedDuringTheLoad() {
        var loading = nodes.node().cache();
        var other = nodes.node().cache();
        var slow = new CompletableFuture<String>();
        var before = loading.get(ACME, k, () -> Uni.createFrom().completionStage(slow))
                .subscribeAsCompletionStage();
        // From here on every tier knows that the load began before the removal.
        until(() -> loading.stats().loads() == 1);

        get(other.remove(ACME, k));
        slow.complete("old");

        assertThat(before.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("old");
        await().pollInterval(Duration.ofMillis(10))
                .atMost(WAIT)
                .until(() -> loading.stats().refused() > 0);
        until(() -> loading.peek(ACME, k) == null);
        assertThat(get(other.getIfPresent(ACME, k))).isNull();
        assertThat(get(nodes.node().cache(Node.spec().withoutRedis()).getIfPresent(ACME, k)))
                .isNull();
    }

    @Test
    void shouldTellOtherProcessesWhenAValueIsPutOrRemoved() {
        var first = nodes.node().cache();
        var second = nodes.node().cache();
        get(first.put(ACME, k, "v1"));
        assertThat(get(second.getIfPresent(ACME, k))).isEqualTo("v1");

        get(second.put(ACME, k, "v2"));
        await().pollInterval(Duration.ofMillis(5))
                .atMost(WAIT)
                .until(() -> "v2".equals(get(first.getIfPresent(ACME, k))));
        assertThat(second.peek(ACME, k)).isEqualTo("v2");

        get(first.removeMany(ACME, List.of(k, k + "other")));
        assertThat(first.peek(ACME, k)).isNull();
        await().pollInterval(Duration.ofMillis(5)).atMost(WAIT).until(() -> second.peek(ACME, k) == null);
        assertThat(get(second.getIfPresent(ACME, k))).isNull();
    }

    @Test
    void shouldReadItsOwnWritesFromL1WhenPutRepeatedly() {
        var cache = nodes.node().cache();

        for (int i = 0; i < 50; i++) {
            get(cache.put(ACME, k, "v" + i));
            assertThat(get(cache.getIfPresent(ACME, k))).isEqualTo("v" + i);
        }
        assertThat(get(nodes.node().cache().getIfPresent(ACME, k))).isEqualTo("v49");
    }
}
