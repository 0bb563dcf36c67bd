package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.get;
import static io.mnemesh.cache.core.Nodes.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Loads that callers and processes share. */
class SharedLoadTest extends TieredCacheFixture {

    @Test
    void shouldShareOneLoadWhenManyCallersAskAtOnceInTwoProcesses() {
        var first = nodes.node().cache();
        var second = nodes.node().cache();
        var started = new CompletableFuture<String>();
        Supplier<Uni<String>> slow = () -> {
            loads.incrementAndGet();
            return Uni.createFrom().completionStage(started.copy());
        };

        var results = new ArrayList<CompletableFuture<String>>();
        for (int i = 0; i < 200; i++) {
            results.add((i % 2 == 0 ? first : second).get(ACME, k, slow).subscribeAsCompletionStage());
        }
        until(() -> loads.get() > 0);
        // Longer than a lease: it is prolonged while the loader runs.
        Servers.VERTX.setTimer(1_500, id -> started.complete("v"));

        assertThat(results)
                .allSatisfy(
                        result -> assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo("v"));
        assertThat(loads).hasValue(1);
    }

    @Test
    void shouldLoadWithinTheLeaseWhenItsHolderDies() {
        var dying = nodes.node();
        var held = dying.cache();
        held.get(ACME, k, () -> Uni.createFrom().nothing()).subscribe().with(v -> {}, f -> {});
        await().pollInterval(Duration.ofMillis(10))
                .atMost(WAIT)
                .until(() -> Servers.redis("EXISTS", lease(k)).equals(":1"));
        dying.close();

        var value = get(nodes.node().cache().get(ACME, k, loader("v")));

        assertThat(value).isEqualTo("v");
        assertThat(loads).hasValue(1);
    }

    @Test
    void shouldFailAllCallersAndKeepNothingWhenTheLoaderFails() {
        var cache = nodes.node().cache();

        assertThatThrownBy(() ->
                        get(cache.get(ACME, k, () -> Uni.createFrom().failure(new IllegalStateException("no")))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");
        assertThat(get(cache.get(ACME, k, loader("v")))).isEqualTo("v");
    }

    @Test
    void shouldFailWithDeadlineExceededWhenTheLoaderTakesTooLong() {
        var cache = nodes.node().cache(Node.spec().withLoadTimeout(Duration.ofMillis(200)));

        assertThatThrownBy(() -> get(cache.get(ACME, k, () -> Uni.createFrom().nothing())))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.DEADLINE_EXCEEDED));
    }
}
