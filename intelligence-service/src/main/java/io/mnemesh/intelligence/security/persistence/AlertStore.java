package io.mnemesh.intelligence.security.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.security.SecurityAlert;
import io.mnemesh.intelligence.security.profile.AlertKind;
import io.mnemesh.intelligence.security.profile.Suspicion;
import io.mnemesh.intelligence.sql.Position;
import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Security alerts of a tenant. Every method runs in the caller's tenant transaction. */
@ApplicationScoped
public class AlertStore {

    private static final String COLUMNS = "id, kind, caller, about, severity, detail, times, first_at, last_at, "
            + "acknowledged_by, acknowledged_at";

    /**
     * Adds to the alert of the same that was raised lately.
     *
     * @param since last time of an alert that is still the same
     * @return false if there is none
     */
    public Uni<Boolean> again(SqlConnection connection, Suspicion suspicion, Instant at, Instant since) {
        return query(
                        connection,
                        "update security_alert set times = times + 1, last_at = greatest(last_at, $4) where tenant = "
                                + TENANT + " and id = (select id from security_alert where tenant = " + TENANT
                                + " and kind = $1 and caller = $2 and about = $3 and last_at >= $5 "
                                + "order by last_at desc limit 1)",
                        suspicion.kind().text(),
                        suspicion.caller(),
                        suspicion.about(),
                        TenantSql.time(at),
                        TenantSql.time(since))
                .map(rows -> rows.rowCount() > 0);
    }

    public Uni<Void> add(SqlConnection connection, SecurityAlert alert) {
        return query(
                        connection,
                        "insert into security_alert (tenant, id, kind, caller, about, severity, detail, times, first_at, "
                                + "last_at) values (" + TENANT + ", $1, $2, $3, $4, $5, $6, $7, $8, $9)",
                        alert.id(),
                        alert.kind().text(),
                        alert.caller(),
                        alert.about(),
                        alert.severity(),
                        alert.detail(),
                        alert.times(),
                        TenantSql.time(alert.firstAt()),
                        TenantSql.time(alert.lastAt()))
                .replaceWithVoid();
    }

    /**
     * Alerts by their beginning, the latest first.
     *
     * @param acknowledged only those that are, or are not; null for both
     */
    public Uni<List<SecurityAlert>> page(
            SqlConnection connection,
            @Nullable AlertKind kind,
            @Nullable Boolean acknowledged,
            @Nullable Position after,
            int limit) {
        return query(
                        connection,
                        "select " + COLUMNS + " from security_alert where tenant = " + TENANT
                                + " and ($1::text is null or kind = $1) "
                                + "and ($2::boolean is null or (acknowledged_at is not null) = $2) "
                                + "and ($3::timestamptz is null or (first_at, id) < ($3, $4::uuid)) "
                                + "order by first_at desc, id desc limit $5",
                        kind == null ? null : kind.text(),
                        acknowledged,
                        after == null ? null : TenantSql.time(after.at()),
                        after == null ? null : after.id(),
                        limit)
                .map(rows -> TenantSql.list(rows, AlertStore::alert));
    }

    /** Notes who looked at an alert first. @return as it is then; null if there is none */
    public Uni<@Nullable SecurityAlert> acknowledge(SqlConnection connection, UUID id, String by, Instant at) {
        return query(
                        connection,
                        "update security_alert set acknowledged_by = coalesce(acknowledged_by, $2), "
                                + "acknowledged_at = coalesce(acknowledged_at, $3) where tenant = " + TENANT
                                + " and id = $1 returning " + COLUMNS,
                        id,
                        by,
                        TenantSql.time(at))
                .map(rows -> TenantSql.first(rows, AlertStore::alert));
    }

    /** Forgets that it was this user who looked. @return alerts that named them */
    public Uni<Long> forget(SqlConnection connection, String user) {
        return query(
                        connection,
                        "update security_alert set acknowledged_by = null where tenant = " + TENANT
                                + " and acknowledged_by = $1",
                        user)
                .map(rows -> (long) rows.rowCount());
    }

    public Uni<Void> removeBefore(SqlConnection connection, Instant oldest) {
        return query(
                        connection,
                        "delete from security_alert where tenant = " + TENANT + " and last_at < $1",
                        TenantSql.time(oldest))
                .replaceWithVoid();
    }

    private static SecurityAlert alert(Row row) {
        return new SecurityAlert(
                row.getUUID("id"),
                AlertKind.of(row.getString("kind")).orElseThrow(),
                row.getString("caller"),
                row.getString("about"),
                row.getString("severity"),
                row.getString("detail"),
                row.getLong("times"),
                TenantSql.time(row, "first_at"),
                TenantSql.time(row, "last_at"),
                row.getString("acknowledged_by"),
                row.getOffsetDateTime("acknowledged_at") == null ? null : TenantSql.time(row, "acknowledged_at"));
    }
}
