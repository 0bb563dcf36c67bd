package io.mnemesh.intelligence.orchestrator.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.orchestrator.Mode;
import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether the orchestrator acts, and which instance decides. Every method runs in the caller's system transaction. */
@ApplicationScoped
public class ModeStore {

    /** What was said last, by whom and when. */
    public record Said(Mode mode, String by, Instant at) {}

    public Uni<@Nullable Said> said(SqlConnection connection) {
        return query(connection, "select mode, changed_by, changed_at from orchestrator_mode")
                .map(rows -> TenantSql.first(
                        rows,
                        row -> new Said(
                                Mode.valueOf(row.getString("mode")),
                                row.getString("changed_by"),
                                TenantSql.time(row, "changed_at"))));
    }

    public Uni<Void> say(SqlConnection connection, Said said) {
        return query(
                        connection,
                        "insert into orchestrator_mode (mode, changed_by, changed_at) values ($1, $2, $3) "
                                + "on conflict (single) do update set mode = $1, changed_by = $2, changed_at = $3",
                        said.mode().name(),
                        said.by(),
                        TenantSql.time(said.at()))
                .replaceWithVoid();
    }

    /** Gives the lease up, if this instance holds it. */
    public Uni<Void> release(SqlConnection connection, String holder) {
        return query(connection, "delete from orchestrator_lease where holder = $1", holder)
                .replaceWithVoid();
    }

    /** Takes or prolongs the lease. @return false if another instance holds it */
    public Uni<Boolean> lease(SqlConnection connection, String holder, Duration term) {
        return query(
                        connection,
                        "insert into orchestrator_lease (holder, until) values ($1, now() + $2 * interval '1 second') "
                                + "on conflict (single) do update set holder = $1, until = now() + $2 * interval '1 second' "
                                + "where orchestrator_lease.holder = $1 or orchestrator_lease.until < now()",
                        holder,
                        (double) term.toSeconds())
                .map(rows -> rows.rowCount() == 1);
    }
}
