package io.mnemesh.intelligence.orchestrator.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.orchestrator.ActionRecord;
import io.mnemesh.intelligence.orchestrator.Outcome;
import io.mnemesh.intelligence.sql.Position;
import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The audit of the orchestrator. Every method runs in the caller's system transaction. */
@ApplicationScoped
public class ActionStore {

    private static final String SELECT =
            "select id, at, service, kind, target, detail, reason, confidence, outcome, note from orchestrator_action ";

    public Uni<Void> add(SqlConnection connection, ActionRecord action) {
        return query(
                        connection,
                        "insert into orchestrator_action (id, at, service, kind, target, detail, reason, confidence, "
                                + "outcome, note) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                        action.id(),
                        TenantSql.time(action.at()),
                        action.service(),
                        action.kind(),
                        action.target(),
                        action.detail(),
                        action.reason(),
                        action.confidence(),
                        action.outcome().name(),
                        action.note())
                .replaceWithVoid();
    }

    /** The latest first, after the given position. */
    public Uni<List<ActionRecord>> page(
            SqlConnection connection, @Nullable String service, @Nullable Position after, int limit) {
        return query(
                        connection,
                        SELECT + "where ($1::text is null or service = $1) "
                                + "and ($2::timestamptz is null or (at, id) < ($2, $3::uuid)) "
                                + "order by at desc, id desc limit $4",
                        service,
                        after == null ? null : TenantSql.time(after.at()),
                        after == null ? null : after.id(),
                        limit)
                .map(rows -> TenantSql.list(rows, ActionStore::action));
    }

    /** Those since a time, the earliest first. */
    public Uni<List<ActionRecord>> since(SqlConnection connection, Instant from) {
        return query(connection, SELECT + "where at >= $1 order by at, id", TenantSql.time(from))
                .map(rows -> TenantSql.list(rows, ActionStore::action));
    }

    /** When operators cancelled what was ordered, since a time, by target. */
    public Uni<Map<String, Instant>> cancelled(SqlConnection connection, Instant from) {
        return query(
                        connection,
                        "select target, max(at) as at from orchestrator_action where at >= $1 and outcome = $2 group by target",
                        TenantSql.time(from),
                        Outcome.CANCELLED.name())
                .map(rows ->
                        TenantSql.list(rows, row -> Map.entry(row.getString("target"), TenantSql.time(row, "at")))
                                .stream()
                                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    public Uni<Void> removeBefore(SqlConnection connection, Instant oldest) {
        return query(connection, "delete from orchestrator_action where at < $1", TenantSql.time(oldest))
                .replaceWithVoid();
    }

    private static ActionRecord action(Row row) {
        return new ActionRecord(
                row.getUUID("id"),
                TenantSql.time(row, "at"),
                row.getString("service"),
                row.getString("kind"),
                row.getString("target"),
                row.getString("detail"),
                row.getString("reason"),
                row.getDouble("confidence"),
                Outcome.valueOf(row.getString("outcome")),
                row.getString("note"));
    }
}
