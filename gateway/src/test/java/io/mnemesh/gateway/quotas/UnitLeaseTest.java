package io.mnemesh.gateway.quotas;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.gateway.quotas.UnitBuckets.Grant;
import io.mnemesh.gateway.quotas.UnitLease.Ask;
import io.mnemesh.gateway.quotas.UnitLease.Decision;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnitLeaseTest {

    private static final Plan PLAN = new Plan("fast", 200L, 400L, null);

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final List<Ask> asks = new ArrayList<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final UnitLease lease = new UnitLease(PLAN, (from, ask) -> asks.add(ask));

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldTakeATwentiethOfASecondAheadAndServeFromIt() throws Exception {
        // Given
        assertThat(take("first", 2)).isEqualTo(Decision.LATER);
        assertThat(asks).containsExactly(new Ask(PLAN, 12, 2));

        // When
        lease.answered(new Grant(12, Duration.ZERO));

        // Then
        assertThat(next()).isEqualTo("first goes on");
        for (int i = 0; i < 5; i++) {
            assertThat(take("next", 2)).isEqualTo(Decision.GRANTED);
        }
        assertThat(take("last", 2)).isEqualTo(Decision.LATER);
        assertThat(asks).hasSize(2);
    }

    @Test
    void shouldLetRequestsGoOnInTheirOrder() throws Exception {
        // Given
        take("one", 2);
        take("two", 3);
        take("three", 50);

        // When
        lease.answered(new Grant(12, Duration.ZERO));

        // Then
        assertThat(List.of(next(), next())).containsExactly("one goes on", "two goes on");
        assertThat(asks).containsExactly(new Ask(PLAN, 12, 2), new Ask(PLAN, 53, 43));
        lease.answered(new Grant(43, Duration.ZERO));
        assertThat(next()).isEqualTo("three goes on");
    }

    @Test
    void shouldTellAllWhoWaitWhenTheBucketIsEmpty() throws Exception {
        // Given
        take("one", 2);
        take("two", 2);

        // When
        lease.answered(new Grant(0, Duration.ofMillis(10)));

        // Then
        assertThat(List.of(next(), next())).containsExactly("one waits PT0.01S", "two waits PT0.01S");
        assertThat(take("three", 2)).isEqualTo(Decision.LATER);
        assertThat(asks).hasSize(2);
    }

    @Test
    void shouldTakeAtMostTheBurstForOneRequest() throws Exception {
        take("huge", 100_000);

        lease.answered(new Grant(400, Duration.ZERO));

        assertThat(next()).isEqualTo("huge goes on");
    }

    private Decision take(String name, long units) throws Exception {
        var decision = new CompletableFuture<Decision>();
        context.runOnContext(ignored -> decision.complete(
                lease.take(units, PLAN, pause -> told.add(name + (pause == null ? " goes on" : " waits " + pause)))));
        return decision.get(5, TimeUnit.SECONDS);
    }

    private String next() throws InterruptedException {
        return String.valueOf(told.poll(5, TimeUnit.SECONDS));
    }
}
