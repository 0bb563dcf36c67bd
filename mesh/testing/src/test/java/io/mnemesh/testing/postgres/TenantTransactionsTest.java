package io.mnemesh.testing.postgres;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.postgres.PoolBusyException;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.net.URL;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class TenantTransactionsTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** As many as the pool has. */
    private static final int CONNECTIONS = 16;

    /** As many as may wait for one. */
    private static final int WAITING = 128;

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");

    @TestHTTPResource(value = "/health/ready", management = true)
    URL ready;

    @Inject
    TenantTransactions transactions;

    @BeforeEach
    void makeTable() throws SQLException {
        try (var connection = TestServers.postgres().connect("mnemesh_owner");
                var statement = connection.createStatement()) {
            statement.execute("""
                    DROP TABLE IF EXISTS memory.note;
                    CREATE TABLE memory.note (tenant text NOT NULL, content text NOT NULL);
                    ALTER TABLE memory.note ENABLE ROW LEVEL SECURITY;
                    ALTER TABLE memory.note FORCE ROW LEVEL SECURITY;
                    CREATE POLICY own ON memory.note USING (tenant = current_setting('mnemesh.tenant', true))
                    """);
        }
    }

    @Test
    void shouldShowATenantOnlyItsOwnRows() {
        // Given
        insert(ACME, "acme", "ours").await().atMost(LIMIT);
        insert(OTHER, "other", "theirs").await().atMost(LIMIT);

        // When
        List<String> seen = read(ACME);

        // Then
        assertThat(seen).containsExactly("ours");
        assertThat(read(OTHER)).containsExactly("theirs");
    }

    @Test
    void shouldRefuseToWriteAnotherTenantsRow() {
        assertThatThrownBy(() -> insert(ACME, "other", "forged").await().atMost(LIMIT))
                .isInstanceOf(PgException.class)
                .hasMessageContaining("row-level security policy");
    }

    @Test
    void shouldShowNothingWithoutATenantEvenOnAConnectionThatHadOne() {
        // Given
        IntStream.range(0, 40).forEach(n -> insert(ACME, "acme", "row").await().atMost(LIMIT));

        // When
        long seen = transactions
                .inSystem(connection ->
                        connection.query("SELECT count(*) FROM note").execute())
                .map(rows -> rows.iterator().next().getLong(0))
                .await()
                .atMost(LIMIT);

        // Then
        assertThat(seen).isZero();
    }

    @Test
    @Tag("slow")
    void shouldKeepTransactionsApartWhenCallersGiveUpAtAnyMoment() {
        // Given
        var apart = new AtomicInteger();
        var mixed = new AtomicInteger();
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();

        // When
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 3 * CONNECTIONS; caller++) {
                TenantId tenant = caller % 2 == 0 ? ACME : OTHER;
                var patience = new SplittableRandom(caller);
                callers.execute(() -> {
                    while (System.nanoTime() < end) {
                        stays(tenant, Duration.ofNanos(patience.nextLong(1, 60_000_000)))
                                .ifPresent(stayed -> (stayed ? apart : mixed).incrementAndGet());
                    }
                });
            }
        }

        // Then
        assertThat(mixed).hasValue(0);
        assertThat(apart).hasValueGreaterThan(1000);
    }

    /** Whether two statements ran in one transaction of the tenant; empty if the caller gave up before. */
    private Optional<Boolean> stays(TenantId tenant, Duration patience) {
        return transactions
                .inTenant(
                        tenant,
                        connection -> place(connection)
                                .chain(first -> place(connection)
                                        .map(second -> first.equals(second) && first.endsWith(tenant.value()))))
                .map(Optional::of)
                .ifNoItem()
                .after(patience)
                .recoverWithItem(Optional.empty())
                .await()
                .atMost(LIMIT);
    }

    /** The transaction a statement runs in and the tenant it is confined to. */
    private static Uni<String> place(SqlConnection connection) {
        return connection
                .query("SELECT pg_current_xact_id()::text || ' ' || current_setting('mnemesh.tenant', true)")
                .execute()
                .map(rows -> rows.iterator().next().getString(0));
    }

    @Test
    void shouldUndoAllWhenTheWorkFails() {
        // When
        assertThatThrownBy(() -> transactions
                        .inTenant(
                                ACME,
                                connection -> transactions
                                        .statements(connection)
                                        .update("INSERT INTO note VALUES ($1, $2)", List.of("acme", "half"))
                                        .chain(() -> Uni.createFrom().<Void>failure(new IllegalStateException("no"))))
                        .await()
                        .atMost(LIMIT))
                .hasMessage("no");

        // Then
        assertThat(read(ACME)).isEmpty();
    }

    @Test
    void shouldGiveConnectionsBackWhenCallersGiveUp() {
        // Given
        var started = new AtomicInteger();
        var running = IntStream.range(0, 64)
                .mapToObj(n -> transactions
                        .inSystem(connection -> {
                            started.incrementAndGet();
                            return connection.query("SELECT pg_sleep(0.2)").execute();
                        })
                        .subscribe()
                        .with(rows -> {}, failure -> {}))
                .toList();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(10)).until(() -> started.get() > 0);

        // When
        running.forEach(one -> one.cancel());

        // Then
        for (int i = 0; i < 40; i++) {
            assertThat(read(ACME)).isEmpty();
        }
    }

    @Test
    void shouldServeOthersWhileALockIsHeldThatThoseWhoGaveUpWaitedFor() throws SQLException {
        // Given as many as there are connections, all waiting for one lock
        insert(ACME, "acme", "kept").await().atMost(LIMIT);
        try (var owner = TestServers.postgres().connect("mnemesh_owner");
                var statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.execute("LOCK TABLE memory.note IN ACCESS EXCLUSIVE MODE");
            var left = IntStream.range(0, CONNECTIONS)
                    .mapToObj(n -> insert(ACME, "acme", "late")
                            .ifNoItem()
                            .after(Duration.ofMillis(100))
                            .recoverWithItem(-1)
                            .subscribeAsCompletionStage())
                    .toList();
            assertThat(left)
                    .allSatisfy(one -> assertThat(one.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                            .isEqualTo(-1));

            // When every connection is wanted, and the lock still held
            var borrowed = borrowAll(Uni.createFrom().item(true));

            // Then
            assertThat(borrowed)
                    .allSatisfy(one -> assertThat(one.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                            .isTrue());
            owner.rollback();
        }
        assertThat(read(ACME)).containsExactly("kept");
    }

    /** Opening takes several round trips; the caller may leave in any of them. */
    @ParameterizedTest
    @ValueSource(ints = {0, 200, 500, 1_000, 2_000, 4_000})
    void shouldGiveConnectionsBackWhereverTheCallerGivesUp(int patienceMicros) {
        // Given
        for (int i = 0; i < 4 * CONNECTIONS; i++) {
            var one = readLater(ACME).subscribe().with(rows -> {}, failure -> {});
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(patienceMicros));
            one.cancel();
        }

        // When
        var borrowed = borrowAll(Uni.createFrom().item(true));

        // Then
        assertThat(borrowed)
                .allSatisfy(one ->
                        assertThat(one.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue());
    }

    @Test
    void shouldServeWhoStillWaitsWhenMostHaveGivenUp() {
        // Given every connection at work and the queue full
        var release = new CompletableFuture<Boolean>();
        var busy = borrowAll(Uni.createFrom().completionStage(release));
        var begun = new AtomicInteger();
        var waiting = IntStream.range(0, WAITING)
                .mapToObj(n -> transactions
                        .inSystem(connection -> Uni.createFrom().item(begun.incrementAndGet()))
                        .subscribe()
                        .with(number -> {}, failure -> {}))
                .toList();
        assertThatThrownBy(() -> readLater(ACME).await().atMost(LIMIT)).isInstanceOf(PoolBusyException.class);

        // When
        waiting.forEach(one -> one.cancel());
        var reading = readLater(ACME).subscribeAsCompletionStage();
        release.complete(true);

        // Then
        assertThat(reading.join()).isEmpty();
        assertThat(begun).hasValue(0);
        assertThat(busy)
                .allSatisfy(one ->
                        assertThat(one.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue());
    }

    @Test
    void shouldBeReadyThoughEveryConnectionIsAtWork() {
        // Given
        var release = new CompletableFuture<Boolean>();
        var busy = borrowAll(Uni.createFrom().completionStage(release));

        // When
        var answer = given().get(ready);
        release.complete(true);

        // Then
        answer.then().statusCode(200);
        assertThat(busy)
                .allSatisfy(one ->
                        assertThat(one.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue());
    }

    @Test
    @Tag("slow")
    void shouldNotBeReadyWhileTheServerIsAway() {
        TestServers.postgres().kill();
        try {
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(50))
                    .untilAsserted(() -> given().get(ready).then().statusCode(503));
        } finally {
            TestServers.postgres().restart();
        }
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> given().get(ready).then().statusCode(200));
    }

    /** Borrows every connection of the pool at the same time, and keeps them until {@code then} has ended. */
    private List<CompletableFuture<Boolean>> borrowAll(Uni<Boolean> then) {
        var missing = new AtomicInteger(CONNECTIONS);
        var together = new CompletableFuture<Boolean>();
        var borrowed = IntStream.range(0, CONNECTIONS)
                .mapToObj(n -> transactions
                        .inSystem(connection -> {
                            if (missing.decrementAndGet() == 0) {
                                together.complete(true);
                            }
                            return Uni.createFrom().completionStage(together).chain(() -> then);
                        })
                        .subscribeAsCompletionStage())
                .toList();
        together.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        return borrowed;
    }

    @Test
    @Tag("slow")
    void shouldOpenTheTransactionLaterWhenTheServerWasAwayForAMoment() {
        // Given
        insert(ACME, "acme", "kept").await().atMost(LIMIT);
        TestServers.postgres().kill();
        var reading = readLater(ACME).subscribeAsCompletionStage();

        // When
        TestServers.postgres().restart();

        // Then
        assertThat(reading.join()).containsExactly("kept");
    }

    private Uni<Integer> insert(TenantId tenant, String row, String content) {
        return transactions.inTenant(
                tenant,
                connection -> transactions
                        .statements(connection)
                        .update("INSERT INTO note (tenant, content) VALUES ($1, $2)", List.of(row, content)));
    }

    private List<String> read(TenantId tenant) {
        return readLater(tenant).await().atMost(LIMIT);
    }

    private Uni<List<String>> readLater(TenantId tenant) {
        return transactions
                .inTenant(
                        tenant,
                        connection -> connection
                                .query("SELECT content FROM note ORDER BY content")
                                .execute())
                .map(rows -> java.util.stream.StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .toList());
    }
}
