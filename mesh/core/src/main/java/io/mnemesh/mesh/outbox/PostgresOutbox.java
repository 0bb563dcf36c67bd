package io.mnemesh.mesh.outbox;

import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.postgres.Statements;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes events into the service's {@code outbox} table. Transactions that append events of the same subject wait for
 * each other from the append to their end, by an advisory lock per subject. So the ids of a subject's events rise in the
 * order of the commits, whether or not the writers also lock the aggregate's row. Thread-safe.
 */
@Singleton
final class PostgresOutbox implements Outbox {

    private final StoredEvents stored;
    private final OutboxRelay relay;

    @Inject
    PostgresOutbox(StoredEvents stored, OutboxRelay relay) {
        this.stored = stored;
        this.relay = relay;
    }

    @Override
    public Uni<Void> append(Statements transaction, List<? extends MeshEvent<?>> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        int count = events.size();
        List<@Nullable Object> parameters = new ArrayList<>(2 * count);
        events.forEach(event -> parameters.add(event.tenant().value() + '/' + event.subject()));
        events.forEach(event -> parameters.add(stored.write(event)));
        String subjects = IntStream.rangeClosed(1, count)
                .mapToObj(number -> "(CAST($" + number + " AS text))")
                .collect(Collectors.joining(", "));
        String rows = IntStream.rangeClosed(1, count)
                .mapToObj(number -> "(" + number + ", CAST($" + (count + number) + " AS text))")
                .collect(Collectors.joining(", "));
        // The locks are taken, in one order everywhere, before the first id is drawn.
        String insert = """
                WITH locked AS MATERIALIZED (
                    SELECT pg_advisory_xact_lock(key) FROM (
                        SELECT DISTINCT hashtextextended(subject, hashtextextended(current_schema(), 0)) AS key
                        FROM (VALUES %s) AS appended (subject) ORDER BY key) AS ordered)
                INSERT INTO outbox (fields)
                SELECT fields FROM (VALUES %s) AS appended (position, fields)
                WHERE (SELECT count(*) FROM locked) > 0
                ORDER BY position
                """.formatted(subjects, rows);
        return transaction.update(insert, parameters).replaceWithVoid();
    }

    @Override
    public void wake() {
        relay.wake();
    }
}
