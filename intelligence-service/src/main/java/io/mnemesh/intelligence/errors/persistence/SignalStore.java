package io.mnemesh.intelligence.errors.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.errors.Signal;
import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/**
 * What the mesh told of beside errors, kept for {@value #DAYS} days. Every method runs in the caller's tenant transaction.
 */
@ApplicationScoped
public class SignalStore {

    private static final int DAYS = 90;

    /** Rows that go when one comes, so that a tenant's rows stay bounded by what is told in that time. */
    private static final int PURGED = 10;

    /** Adds a signal; one that is there already changes nothing. */
    public Uni<Void> add(SqlConnection connection, Signal signal) {
        return query(
                        connection,
                        "insert into error_signal (tenant, event_id, memory_id, label, happened) values (" + TENANT
                                + ", $1, $2, $3, $4) on conflict do nothing",
                        signal.eventId(),
                        signal.memoryId(),
                        signal.label(),
                        TenantSql.time(signal.at()))
                .flatMap(ignored -> HistoryStore.markActive(connection, signal.at()))
                .flatMap(ignored -> query(
                        connection,
                        "delete from error_signal where tenant = " + TENANT + " and event_id in (select event_id from "
                                + "error_signal where tenant = " + TENANT + " and happened < now() - interval '" + DAYS
                                + " days' order by happened limit " + PURGED + ")"))
                .replaceWithVoid();
    }

    /** Removes what is known of a memory, and what was found about it. */
    public Uni<Void> forget(SqlConnection connection, UUID memoryId) {
        return query(
                        connection,
                        "delete from error_signal where tenant = " + TENANT + " and memory_id = $1 returning label",
                        memoryId)
                .flatMap(rows -> rows.rowCount() == 0
                        ? Uni.createFrom().voidItem()
                        : query(
                                        connection,
                                        "delete from error_pattern where tenant = " + TENANT
                                                + " and cause = any($1) and not exists (select 1 from error_signal where "
                                                + "tenant = " + TENANT + " and label = cause)",
                                        (Object) TenantSql.list(rows, row -> row.getString(0))
                                                .toArray(String[]::new))
                                .replaceWithVoid());
    }
}
