package io.mnemesh.mesh.outbox;

import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * Takes events with content of memories out of this service's outbox. It waits for the relay and keeps it away until the
 * transaction ends, so that whatever was published is in the event log by then and nothing of it comes after. What the
 * outbox does not hold is not published again, so it goes before the event log. Thread-safe.
 */
@Singleton
public final class OutboxErasure {

    private static final String LOCK =
            "SELECT pg_advisory_xact_lock(hashtext('mnemesh-outbox'), hashtext(current_schema()))";

    private static final String ERASE = """
            DELETE FROM outbox WHERE CASE WHEN fields IS JSON OBJECT THEN
                fields::json ->> 'ce_tenant' = $1 AND NOT fields::json ->> 'ce_type' = ANY($2)
                AND (fields::json ->> 'ce_subject' = ANY($3)
                    OR (fields::json ->> 'data')::json ->> 'memoryId' = ANY($3))
            ELSE false END
            """;

    private static final String ERASE_REQUEST = """
            DELETE FROM outbox WHERE CASE WHEN fields IS JSON OBJECT THEN
                fields::json ->> 'ce_tenant' = $1 AND fields::json ->> 'ce_type' = $2
                AND fields::json ->> 'ce_subject' = $3
            ELSE false END
            """;

    private static final String ERASE_RATINGS = """
            DELETE FROM outbox WHERE CASE WHEN fields IS JSON OBJECT THEN
                fields::json ->> 'ce_tenant' = $1 AND fields::json ->> 'ce_type' = $2
                AND (fields::json ->> 'data')::json ->> 'ratedBy' = $3
            ELSE false END
            """;

    private static final String OF_USER = """
            SELECT DISTINCT subject FROM (
                SELECT fields::json ->> 'ce_subject' AS subject, (fields::json ->> 'data')::json AS data
                FROM outbox WHERE CASE WHEN fields IS JSON OBJECT THEN
                    fields::json ->> 'ce_tenant' = $1 AND fields::json ->> 'ce_type' = ANY($2)
                ELSE false END) AS told
            WHERE ($4 AND data -> 'context' ->> 'user' = $3) OR ($5 AND data ->> 'createdBy' = $3)
            """;

    private static final String[] WITHOUT_CONTENT =
            EventTypes.WITHOUT_CONTENT.stream().map(EventType::name).toArray(String[]::new);
    private static final String[] TOLD = List.of(EventTypes.MEMORY_CREATED, EventTypes.MEMORY_UPDATED).stream()
            .map(EventType::name)
            .toArray(String[]::new);

    /** @return how many events were taken out */
    public Uni<Integer> erase(SqlConnection connection, TenantId tenant, Collection<UUID> memories) {
        return connection
                .query(LOCK)
                .execute()
                .chain(() -> connection
                        .preparedQuery(ERASE)
                        .execute(Tuple.of(
                                tenant.value(),
                                WITHOUT_CONTENT,
                                memories.stream().map(UUID::toString).toArray(String[]::new))))
                .map(rows -> rows.rowCount());
    }

    /** Takes the requests of an erasure out. @return how many */
    public Uni<Integer> eraseRequests(SqlConnection connection, TenantId tenant, UUID erasure) {
        return connection
                .query(LOCK)
                .execute()
                .chain(() -> connection
                        .preparedQuery(ERASE_REQUEST)
                        .execute(Tuple.of(tenant.value(), EventTypes.MEMORY_ERASED.name(), erasure.toString())))
                .map(rows -> rows.rowCount());
    }

    /** Takes out what a user said of memories of others. @return how many events */
    public Uni<Integer> eraseRatings(SqlConnection connection, TenantId tenant, String user) {
        return connection
                .query(LOCK)
                .execute()
                .chain(() -> connection
                        .preparedQuery(ERASE_RATINGS)
                        .execute(Tuple.of(tenant.value(), EventTypes.MEMORY_RATED.name(), user)))
                .map(rows -> rows.rowCount());
    }

    /** Memories of a user that the outbox tells of, also those that are deleted since. */
    public Uni<List<UUID>> memoriesOf(
            SqlConnection connection, TenantId tenant, String user, boolean byContext, boolean byCreator) {
        return connection
                .preparedQuery(OF_USER)
                .execute(Tuple.of(tenant.value(), TOLD, user, byContext, byCreator))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map((Row row) -> UUID.fromString(row.getString(0)))
                        .toList());
    }
}
