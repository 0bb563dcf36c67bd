package io.mnemesh.testing.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.outbox.ProcessedEvents;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class ProcessedEventsTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Inject
    ProcessedEvents processed;

    @Inject
    TenantTransactions transactions;

    @Test
    void shouldBeFirstOnceWhenManyTransactionsMarkTheSameEventAtOnce() {
        // Given
        UUID event = UUID.randomUUID();

        // When
        List<Boolean> firsts = Uni.join()
                .all(IntStream.range(0, 40).mapToObj(n -> mark("group", event)).toList())
                .andFailFast()
                .await()
                .atMost(LIMIT);

        // Then
        assertThat(Collections.frequency(firsts, true)).isEqualTo(1);
    }

    @Test
    void shouldBeFirstAgainWhenTheFirstRolledBack() {
        // Given
        UUID event = UUID.randomUUID();
        transactions
                .inSystem(connection -> processed
                        .markFirst(transactions.statements(connection), "group", event)
                        .chain(() -> Uni.createFrom().failure(new IllegalStateException("rolled back"))))
                .onFailure(IllegalStateException.class)
                .recoverWithNull()
                .await()
                .atMost(LIMIT);

        // When
        boolean first = mark("group", event).await().atMost(LIMIT);

        // Then
        assertThat(first).isTrue();
    }

    @Test
    void shouldBeFirstInEveryGroup() {
        // Given
        UUID event = UUID.randomUUID();
        mark("group", event).await().atMost(LIMIT);

        // When
        boolean first = mark("other-group", event).await().atMost(LIMIT);

        // Then
        assertThat(first).isTrue();
    }

    @Test
    void shouldMarkAllOrSayThatSomeWereMarkedBefore() {
        // Given
        UUID known = UUID.randomUUID();
        mark("group", known).await().atMost(LIMIT);
        UUID fresh = UUID.randomUUID();

        // When
        boolean all = markAll(fresh, UUID.randomUUID());
        boolean some = markAll(UUID.randomUUID(), known);

        // Then
        assertThat(all).isTrue();
        assertThat(some).isFalse();
        assertThat(mark("group", fresh).await().atMost(LIMIT)).isFalse();
    }

    private boolean markAll(UUID... events) {
        return transactions
                .inSystem(connection ->
                        processed.markAllFirst(transactions.statements(connection), "group", List.of(events)))
                .await()
                .atMost(LIMIT);
    }

    private Uni<Boolean> mark(String group, UUID event) {
        return transactions.inSystem(
                connection -> processed.markFirst(transactions.statements(connection), group, event));
    }
}
