package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.awaitStored;
import static io.mnemesh.cache.core.Nodes.get;
import static io.mnemesh.cache.core.Nodes.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.CacheWrite;
import io.mnemesh.cache.Tier;
import io.mnemesh.cache.WriteMode;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Caches that write to their store before a put ends. */
class WriteThroughTest {

    private static final TenantId ACME = new TenantId("acme");

    @RegisterExtension
    final Nodes nodes = new Nodes("x");

    private final Target target = new Target();
    private final String k = "k-" + nodes.service;
    private final String id = "acme/" + k;

    private CacheSpec<String> spec(WriteMode mode) {
        return Node.spec().withWrites(mode, target);
    }

    @Test
    void shouldKeepWhatTheStoreHasTakenWhenItWritesThrough() {
        var cache = nodes.node().cache(spec(WriteMode.THROUGH));

        get(cache.put(ACME, k, "v"));

        assertThat(target.value(ACME, k)).isEqualTo("v");
        assertThat(cache.peek(ACME, k)).isEqualTo("v");
        awaitStored(nodes.node().cache(spec(WriteMode.THROUGH).withoutLocal()), ACME, k, Tier.REDIS);
        assertThat(target.history(ACME, k)).containsExactly(new CacheWrite<>(k, "v", 0, 1));
        assertThat(cache.writeStats().storeWrites()).isEqualTo(1);
        get(cache.remove(ACME, k));
        assertThat(target.value(ACME, k)).isNull();
        assertThat(get(cache.getIfPresent(ACME, k))).isNull();
    }

    @Test
    void shouldKeepNothingWhenItWritesAround() {
        var cache = nodes.node().cache(spec(WriteMode.AROUND));
        target.values.put(id, "old");
        assertThat(get(cache.get(ACME, k, target.loader(ACME, k)))).isEqualTo("old");

        get(cache.put(ACME, k, "new"));

        assertThat(target.value(ACME, k)).isEqualTo("new");
        assertThat(cache.peek(ACME, k)).isNull();
        assertThat(get(cache.lookup(ACME, k))).isNull();
        assertThat(get(cache.get(ACME, k, target.loader(ACME, k)))).isEqualTo("new");
        assertThat(cache.peek(ACME, k)).isEqualTo("new");
        get(cache.removeMany(ACME, List.of(k)));
        assertThat(get(cache.get(ACME, k, target.loader(ACME, k)))).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = WriteMode.class,
            names = {"THROUGH", "AROUND"})
    void shouldFailAsTheStoreFailsAndKeepNothing(WriteMode mode) {
        var cache = nodes.node().cache(spec(mode));
        var other = nodes.node().cache(spec(mode));
        target.values.put(id, "old");
        assertThat(get(other.get(ACME, k, target.loader(ACME, k)))).isEqualTo("old");
        // It has taken the write, and does not say so.
        target.after = () -> Uni.createFrom().failure(new IllegalStateException("lost"));

        assertThatThrownBy(() -> get(cache.put(ACME, k, "new"))).hasMessage("lost");

        until(() -> other.peek(ACME, k) == null);
        assertThat(get(other.get(ACME, k, target.loader(ACME, k)))).isEqualTo("new");
        assertThat(cache.writeStats().refused()).isEqualTo(1);
        assertThat(cache.writeStats().storeFailures()).isEqualTo(1);
    }

    @Test
    void shouldFailInTimeWhenTheStoreHangs() {
        var cache = nodes.node().cache(spec(WriteMode.THROUGH).withLoadTimeout(Duration.ofMillis(100)));
        target.before = writes -> Uni.createFrom().nothing();

        assertThatThrownBy(() -> get(cache.put(ACME, k, "v")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.DEADLINE_EXCEEDED));
    }

    @Test
    void shouldKeepNoOlderValueThanTheStoreWhenTwoNodesPutAtOnce() {
        var a = nodes.node().cache(spec(WriteMode.THROUGH));
        var b = nodes.node().cache(spec(WriteMode.THROUGH));
        var gate = new CompletableFuture<Void>();
        target.after = () -> Uni.createFrom().completionStage(gate);
        var first = a.put(ACME, k, "first").subscribeAsCompletionStage();
        until(() -> "first".equals(target.value(ACME, k)));
        target.after = () -> Uni.createFrom().voidItem();

        get(b.put(ACME, k, "second"));
        gate.complete(null);
        first.join();

        assertThat(target.value(ACME, k)).isEqualTo("second");
        until(() -> "second".equals(get(b.get(ACME, k, target.loader(ACME, k)))));
        assertThat(get(a.get(ACME, k, target.loader(ACME, k)))).isEqualTo("second");
        var fresh = nodes.node().cache(spec(WriteMode.THROUGH));
        assertThat(get(fresh.get(ACME, k, target.loader(ACME, k)))).isEqualTo("second");
    }

    @Test
    void shouldTellTheTiersWhenTheCallerGivesUp() {
        var cache = nodes.node().cache(spec(WriteMode.THROUGH));
        var other = nodes.node().cache(spec(WriteMode.THROUGH));
        get(cache.put(ACME, k, "old"));
        assertThat(get(other.getIfPresent(ACME, k))).isEqualTo("old");
        var gate = new CompletableFuture<Void>();
        target.after = () -> Uni.createFrom().completionStage(gate);

        var waiting = cache.put(ACME, k, "new").subscribe().with(done -> {});
        until(() -> "new".equals(target.value(ACME, k)));
        waiting.cancel();
        gate.complete(null);

        until(() -> "new".equals(get(other.getIfPresent(ACME, k))));
        assertThat(get(cache.getIfPresent(ACME, k))).isEqualTo("new");
    }
}
