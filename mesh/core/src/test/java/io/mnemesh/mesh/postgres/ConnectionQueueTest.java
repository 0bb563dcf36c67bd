package io.mnemesh.mesh.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.mesh.problem.Failures;
import io.mnemesh.mesh.telemetry.MeshMetrics;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ConnectionQueueTest {

    private static final int CONNECTIONS = 2;
    private static final int CAPACITY = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Vertx VERTX = Vertx.vertx();

    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final ConnectionQueue queue = new ConnectionQueue(VERTX, config(), CONNECTIONS, metrics);
    private final List<String> begun = new CopyOnWriteArrayList<>();

    @AfterAll
    static void closeVertx() {
        VERTX.close();
    }

    @Test
    void shouldLetInAsManyAsThereAreConnectionsAndTheNextInOrder() {
        // Given
        var first = lease("first");
        hold("second");
        hold("third");
        hold("fourth");
        assertThat(begun).containsExactly("first", "second");
        assertThat(waiting()).isEqualTo(2);

        // When
        first.complete(1);

        // Then
        await().atMost(PATIENCE).until(() -> begun.size() == 3);
        assertThat(begun).containsExactly("first", "second", "third");
        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhoComesWhenTheQueueIsFull() {
        // Given
        List.of("1", "2", "3", "4", "5").forEach(this::hold);

        // When
        var refused = queue.ticket().lease(() -> Uni.createFrom().item(1));

        // Then
        assertThatThrownBy(() -> refused.await().atMost(PATIENCE))
                .isInstanceOf(PoolBusyException.class)
                .satisfies(failure -> assertThat(Failures.isTransient(failure)).isTrue());
        assertThat(metrics.get(ConnectionQueue.REFUSED).counter().count()).isEqualTo(1);
        assertThat(metrics.get(ConnectionQueue.CAPACITY).gauge().value()).isEqualTo(CAPACITY);
    }

    @Test
    void shouldPassOverWhoHasGivenUp() {
        // Given
        var first = lease("first");
        hold("second");
        var impatient = subscribe("impatient", new CompletableFuture<>());
        hold("patient");

        // When
        impatient.cancel();
        first.complete(1);

        // Then
        await().atMost(PATIENCE).until(() -> begun.size() == 3);
        assertThat(begun).containsExactly("first", "second", "patient");
        assertThat(waiting()).isZero();
    }

    @Test
    void shouldNotInterruptWorkWhoseCallerGivesUp() {
        // Given
        var ends = new CompletableFuture<Integer>();
        var running = subscribe("running", ends);
        hold("other");
        hold("next");

        // When
        running.cancel();

        // Then the connection is free only once the work has ended
        assertThat(ends).isNotCancelled();
        assertThat(waiting()).isEqualTo(1);
        ends.complete(1);
        await().atMost(PATIENCE).until(() -> begun.contains("next"));
    }

    @Test
    void shouldLetTheUrgentGoFirstAndNeverRefuseThem() {
        // Given
        var first = lease("first");
        List.of("2", "3", "4", "5").forEach(this::hold);

        // When
        queue.urgentTicket().enter(giveBack -> begun.add("urgent"));
        first.complete(1);

        // Then
        await().atMost(PATIENCE).until(() -> begun.size() == 3);
        assertThat(begun).containsExactly("first", "2", "urgent");
    }

    @Test
    void shouldGiveTheConnectionBackWhenTheWorkFails() {
        // When
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> queue.ticket()
                            .lease(() -> Uni.createFrom().failure(new IllegalStateException("no")))
                            .await()
                            .atMost(PATIENCE))
                    .hasMessage("no");
        }

        // Then
        assertThat(queue.ticket().lease(() -> Uni.createFrom().item(7)).await().atMost(PATIENCE))
                .isEqualTo(7);
    }

    @Test
    void shouldNotEnterOnceItHasLeft() {
        // Given
        var ticket = queue.ticket();
        ticket.leave();

        // When
        var late = ticket.lease(() -> Uni.createFrom().item(1));

        // Then
        assertThatThrownBy(() -> late.await().atMost(PATIENCE)).hasMessage("The caller gave up.");
    }

    @Test
    void shouldLoseNoConnectionWhoeverGivesUpWhenever() throws Exception {
        // Given callers of which a part gives up at any time
        var random = new Random(7);
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        try (var callers = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 20_000; i++) {
                boolean gone = random.nextBoolean();
                callers.execute(() -> {
                    var one = queue.ticket()
                            .lease(() -> {
                                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                                return Uni.createFrom().item(1).onTermination().invoke(running::decrementAndGet);
                            })
                            .subscribe()
                            .with(done -> {}, failure -> {});
                    if (gone) {
                        one.cancel();
                    }
                });
            }
            callers.shutdown();
            assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }

        // When
        await().atMost(PATIENCE).until(() -> waiting() == 0 && running.get() == 0);

        // Then all connections can be had at the same time again
        assertThat(most.get()).isLessThanOrEqualTo(CONNECTIONS);
        hold("a");
        hold("b");
        hold("c");
        assertThat(begun).containsExactly("a", "b");
    }

    @Test
    void shouldNameItsMetricsByTheRule() {
        assertThat(List.of(ConnectionQueue.WAITING, ConnectionQueue.CAPACITY, ConnectionQueue.REFUSED))
                .allMatch(MeshMetrics::isName);
    }

    /** Leases a connection for good. */
    private void hold(String name) {
        subscribe(name, new CompletableFuture<>());
    }

    private CompletableFuture<Integer> lease(String name) {
        var ends = new CompletableFuture<Integer>();
        subscribe(name, ends);
        return ends;
    }

    private Cancellable subscribe(String name, CompletableFuture<Integer> ends) {
        return queue.ticket()
                .lease(() -> {
                    begun.add(name);
                    return Uni.createFrom().completionStage(ends);
                })
                .subscribe()
                .with(done -> {}, failure -> {});
    }

    private double waiting() {
        return metrics.get(ConnectionQueue.WAITING).gauge().value();
    }

    private static PostgresConfig config() {
        return new SmallRyeConfigBuilder()
                .withDefaultValue("mnemesh.postgres.max-waiting", Integer.toString(CAPACITY))
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(PostgresConfig.class)
                .build()
                .getConfigMapping(PostgresConfig.class);
    }
}
