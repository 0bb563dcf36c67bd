package io.mnemesh.testing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.PoolBusyException;
import io.mnemesh.mesh.postgres.QueuedConnections;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class QueuedConnectionsTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int CONNECTIONS = 16;
    private static final int WAITING = 128;

    @Inject
    QueuedConnections connections;

    @Inject
    TenantTransactions transactions;

    @Inject
    Outbox outbox;

    @Inject
    MeterRegistry metrics;

    private final CompletableFuture<Boolean> release = new CompletableFuture<>();
    private List<CompletableFuture<Boolean>> borrowed = List.of();

    @AfterEach
    void giveBack() {
        release.complete(true);
        assertThat(borrowed)
                .allSatisfy(one ->
                        assertThat(one.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue());
    }

    @Test
    void shouldAnswerEveryoneWhenMoreAskThanThereAreConnections() {
        // When
        List<Integer> answers = Uni.join()
                .all(IntStream.range(0, 4 * CONNECTIONS).mapToObj(this::echo).toList())
                .andFailFast()
                .await()
                .atMost(LIMIT);

        // Then
        assertThat(answers)
                .containsExactlyElementsOf(
                        IntStream.range(0, 4 * CONNECTIONS).boxed().toList());
    }

    @Test
    @Tag("slow")
    void shouldGiveUpWhenNoConnectionComesFreeInTime() {
        // Given
        borrowAll();

        // When
        assertThatThrownBy(() -> echo(7).await().atMost(LIMIT)).isInstanceOf(TimeoutException.class);

        // Then
        release.complete(true);
        assertThat(echo(8).await().atMost(LIMIT)).isEqualTo(8);
    }

    @Test
    void shouldRefuseWhenTooManyWait() {
        // Given
        borrowAll();
        var waiting = IntStream.range(0, WAITING)
                .mapToObj(n -> echo(n).subscribe().with(answer -> {}, failure -> {}))
                .toList();

        // When
        assertThatThrownBy(() -> echo(7).await().atMost(LIMIT)).isInstanceOf(PoolBusyException.class);

        // Then
        waiting.forEach(one -> one.cancel());
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(waitingCallers()).isLessThan(WAITING));
        release.complete(true);
        assertThat(echo(8).await().atMost(LIMIT)).isEqualTo(8);
    }

    @Test
    void shouldLetTheRelayOfTheOutboxWaitLikeEverybody() {
        // Given
        outbox.wake();

        // When
        borrowAll();

        // Then
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(waitingCallers()).isEqualTo(1));
    }

    private Uni<Integer> echo(int number) {
        return connections
                .with(connection -> connection.query("SELECT " + number).execute())
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    private double waitingCallers() {
        return metrics.get("mnemesh.postgres.waiting-callers").gauge().value();
    }

    /** Borrows every connection of the pool at the same time, until the end of the test at the latest. */
    private void borrowAll() {
        var missing = new AtomicInteger(CONNECTIONS);
        var together = new CompletableFuture<Boolean>();
        borrowed = IntStream.range(0, CONNECTIONS)
                .mapToObj(n -> transactions
                        .inSystem(connection -> {
                            if (missing.decrementAndGet() == 0) {
                                together.complete(true);
                            }
                            return Uni.createFrom()
                                    .completionStage(together)
                                    .chain(() -> Uni.createFrom().completionStage(release));
                        })
                        .subscribeAsCompletionStage())
                .toList();
        together.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }
}
