package io.mnemesh.mesh.outbox;

import io.mnemesh.mesh.postgres.Statements;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Marks in the {@code processed_event} table. Two transactions that mark the same event wait for each other: the second
 * sees the first's mark if that one commits, and is the first itself if it rolls back. Thread-safe.
 */
@Singleton
final class PostgresProcessedEvents implements ProcessedEvents {

    private static final String MARK =
            "INSERT INTO processed_event (consumer_group, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    private static final String PURGE = "DELETE FROM processed_event WHERE processed_at < $1";

    private final TenantTransactions transactions;
    private final OutboxRelay relay;
    private final OutboxConfig config;
    private final Clock clock;

    @Inject
    PostgresProcessedEvents(TenantTransactions transactions, OutboxRelay relay, OutboxConfig config, Clock clock) {
        this.transactions = transactions;
        this.relay = relay;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Uni<Boolean> markFirst(Statements transaction, String group, UUID eventId) {
        return transaction.update(MARK, List.of(group, eventId)).map(changed -> changed == 1);
    }

    @Override
    public Uni<Boolean> markAllFirst(Statements transaction, String group, Collection<UUID> eventIds) {
        List<@Nullable Object> parameters = new ArrayList<>();
        parameters.add(group);
        parameters.addAll(eventIds);
        String rows = IntStream.rangeClosed(2, parameters.size())
                .mapToObj(number -> "(CAST($" + number + " AS uuid))")
                .collect(Collectors.joining(", "));
        String mark = """
                INSERT INTO processed_event (consumer_group, event_id)
                SELECT $1, id FROM (VALUES %s) AS marked (id) ORDER BY id ON CONFLICT DO NOTHING
                """.formatted(rows);
        return transaction.update(mark, parameters).map(changed -> changed == eventIds.size());
    }

    @Scheduled(every = "1h", delayed = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        if (!relay.hasOutbox()) {
            return Uni.createFrom().voidItem();
        }
        var before = clock.instant().minus(config.processedRetention()).atOffset(ZoneOffset.UTC);
        return transactions
                .inSystem(connection -> connection.preparedQuery(PURGE).execute(Tuple.of(before)))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
