package io.mnemesh.testing.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.payload.TaskPredicted;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.TestServers;
import io.mnemesh.testing.outbox.PublishedEvents.Entry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class OutboxTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(20);

    @Inject
    Outbox outbox;

    @Inject
    TenantTransactions transactions;

    @Inject
    EventFactory events;

    @Inject
    PublishedEvents published;

    /** Every test has a tenant of its own, so that it sees only its own events. */
    private final TenantId tenant = new TenantId("t-" + UUID.randomUUID());

    @Test
    void shouldPublishInOrderWhenCommitted() {
        // When
        append("subject", numbers(1, 40)).await().atMost(LIMIT);
        outbox.wake();

        // Then
        awaitPublished(numbers(1, 40));
    }

    @Test
    void shouldPublishWithoutAWakeWhenAnotherInstanceCommitted() {
        // When
        append("subject", List.of("1")).await().atMost(LIMIT);

        // Then
        awaitPublished(List.of("1"));
    }

    @Test
    void shouldPublishNothingWhenRolledBack() {
        // Given
        transactions
                .inTenant(
                        tenant,
                        connection -> append(connection, "subject", List.of("lost"))
                                .chain(() -> Uni.createFrom().failure(new IllegalStateException("rolled back"))))
                .onFailure(IllegalStateException.class)
                .recoverWithNull()
                .await()
                .atMost(LIMIT);

        // When
        append("subject", List.of("kept")).await().atMost(LIMIT);

        // Then
        awaitPublished(List.of("kept"));
    }

    @Test
    void shouldNotSkipATransactionThatCommitsLate() {
        // Given
        var gate = new CompletableFuture<Void>();
        var late = appendBehind(gate, "early-id", "late");
        append("other", List.of("prompt")).await().atMost(LIMIT);
        outbox.wake();
        awaitPublished(List.of("prompt"));

        // When
        gate.complete(null);
        late.join();

        // Then
        await().atMost(LIMIT)
                .pollInterval(POLL)
                .untilAsserted(() -> assertThat(published.of(tenant)).containsExactlyInAnyOrder("prompt", "late"));
    }

    @Test
    void shouldKeepCommitOrderWhenTransactionsOfOneSubjectOverlap() {
        // Given
        var gate = new CompletableFuture<Void>();
        var first = appendBehind(gate, "subject", "first");
        var second = append("subject", List.of("second")).subscribeAsCompletionStage();

        // When
        gate.complete(null);
        first.join();
        second.join();
        outbox.wake();

        // Then
        awaitPublished(List.of("first", "second"));
    }

    @Test
    void shouldPublishAgainInOrderWhenItCrashedBeforeTheMark() throws SQLException {
        // Given
        CrashingPublisher.CRASHES.set(2);

        // When
        append("subject", numbers(1, 3)).await().atMost(LIMIT);
        outbox.wake();

        // Then
        awaitPublished(List.of("1", "2", "3", "1", "2", "3", "1", "2", "3"));
        awaitEmpty();
    }

    @Test
    void shouldLoseNothingWhenRedisIsAway() {
        // Given
        TestServers.redis().stop();

        // When
        append("subject", numbers(1, 5)).await().atMost(LIMIT);
        outbox.wake();
        TestServers.redis().restart();

        // Then
        awaitPublished(numbers(1, 5));
    }

    @Test
    void shouldPublishAllAgainWhenRedisLostItsData() {
        // Given
        append("subject", numbers(1, 10)).await().atMost(LIMIT);
        awaitPublished(numbers(1, 10));

        // When
        TestServers.redis().loseData();
        TestServers.redis().restart();
        append("subject", List.of("11")).await().atMost(LIMIT);
        outbox.wake();

        // Then
        awaitPublished(numbers(1, 11));
    }

    @Test
    void shouldPublishTheTailAgainWhenRedisLostItsLastWrites() {
        // Given
        append("subject", numbers(1, 10)).await().atMost(LIMIT);
        awaitPublished(numbers(1, 10));

        // When
        List<Entry> entries = published.entries(tenant);
        entries.subList(7, 10).forEach(published::lose);

        // Then
        awaitPublished(numbers(1, 10));
        assertThat(published.entries(tenant).subList(0, 7)).isEqualTo(entries.subList(0, 7));
    }

    @Test
    void shouldNotPublishAgainWhenEntriesWereTrimmed() {
        // Given
        append("subject", numbers(1, 2)).await().atMost(LIMIT);
        awaitPublished(numbers(1, 2));

        // When
        published.entries(tenant).forEach(published::trim);

        // Then
        append("subject", List.of("3")).await().atMost(LIMIT);
        awaitPublished(List.of("3"));
        await().during(Duration.ofMillis(400))
                .atMost(LIMIT)
                .pollInterval(POLL)
                .until(() -> published.of(tenant).equals(List.of("3")));
    }

    @Test
    @Tag("slow")
    void shouldGoOnWhenPostgresWasKilled() throws SQLException {
        // Given
        append("subject", List.of("before")).await().atMost(LIMIT);
        awaitPublished(List.of("before"));
        awaitEmpty();

        // When
        TestServers.postgres().kill();
        TestServers.postgres().restart();
        append("subject", List.of("after"))
                .onFailure()
                .retry()
                .withBackOff(POLL)
                .atMost(50)
                .await()
                .atMost(LIMIT);

        // Then
        awaitPublished(List.of("before", "after"));
    }

    @Test
    void shouldWaitWhileAnotherInstanceRelays() throws SQLException {
        // Given
        try (Connection other = TestServers.postgres().connect("mnemesh_memory");
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(hashtext('mnemesh-outbox'), hashtext(current_schema()))");

            // When
            append("subject", List.of("1")).await().atMost(LIMIT);
            outbox.wake();

            // Then
            await().during(Duration.ofMillis(200))
                    .atMost(LIMIT)
                    .pollInterval(POLL)
                    .until(() -> published.of(tenant).isEmpty());
            other.commit();
        }
        awaitPublished(List.of("1"));
    }

    @Test
    void shouldSetARowAsideWhenItIsNoEvent() throws SQLException {
        // Given
        try (Connection other = TestServers.postgres().connect("mnemesh_memory");
                var statement = other.createStatement()) {
            statement.execute("INSERT INTO outbox (fields) VALUES ('no event')");
        }

        // When
        append("subject", List.of("1")).await().atMost(LIMIT);

        // Then
        awaitPublished(List.of("1"));
        awaitEmpty();
    }

    private CompletableFuture<Void> appendBehind(CompletableFuture<Void> gate, String subject, String caseId) {
        var appended = new CompletableFuture<Void>();
        var done = transactions
                .inTenant(
                        tenant,
                        connection -> append(connection, subject, List.of(caseId))
                                .invoke(() -> appended.complete(null))
                                .chain(() -> Uni.createFrom().completionStage(gate)))
                .subscribeAsCompletionStage();
        appended.join();
        return done;
    }

    private Uni<Void> append(String subject, List<String> caseIds) {
        return transactions.inTenant(tenant, connection -> append(connection, subject, caseIds));
    }

    private Uni<Void> append(io.vertx.mutiny.sqlclient.SqlConnection connection, String subject, List<String> caseIds) {
        return outbox.append(
                transactions.statements(connection),
                caseIds.stream()
                        .map(id -> events.create(
                                EventTypes.TASK_PREDICTED, tenant, subject, new TaskPredicted(id, List.of(), "m")))
                        .toList());
    }

    private void awaitPublished(List<String> caseIds) {
        await().atMost(LIMIT)
                .pollInterval(POLL)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(published.of(tenant)).isEqualTo(caseIds));
    }

    private static void awaitEmpty() throws SQLException {
        try (Connection connection = TestServers.postgres().connect("mnemesh_memory")) {
            await().atMost(LIMIT).pollInterval(POLL).until(() -> {
                try (var rows = connection
                        .createStatement()
                        .executeQuery("SELECT count(*) FROM outbox WHERE published_at IS NULL")) {
                    rows.next();
                    return rows.getInt(1) == 0;
                }
            });
        }
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }
}
