package io.mnemesh.intelligence.performance.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.sql.TenantSql;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Work list of series with points to be judged, over all tenants. It names series and holds nothing of them. */
@ApplicationScoped
public class PendingSeries {

    private static final String IN = " * interval '1 millisecond'";

    /** A series with points to be judged. */
    public record Due(TenantId tenant, UUID series) {}

    /** Puts a series on the list, unless it is on it already. */
    public Uni<Void> add(SqlConnection connection, UUID series, Duration in) {
        return query(
                        connection,
                        "insert into metric_pending (tenant, series_id, due_at) values (" + TenantSql.TENANT
                                + ", $1, now() + $2" + IN + ") on conflict do nothing",
                        series,
                        (double) in.toMillis())
                .replaceWithVoid();
    }

    /** Takes due series for a while, so that several instances share the work. What is not done by then is due again. */
    public Uni<List<Due>> take(SqlConnection connection, int limit, Duration lease) {
        return query(
                        connection,
                        "update metric_pending p set due_at = now() + $2" + IN + " from (select tenant, series_id from "
                                + "metric_pending where due_at <= now() order by due_at limit $1 for update skip locked) "
                                + "d where p.tenant = d.tenant and p.series_id = d.series_id "
                                + "returning p.tenant, p.series_id",
                        limit,
                        (double) lease.toMillis())
                .map(rows -> TenantSql.list(
                        rows, row -> new Due(new TenantId(row.getString("tenant")), row.getUUID("series_id"))));
    }

    /** Puts a series of the tenant off. */
    public Uni<Void> again(SqlConnection connection, UUID series, Duration in) {
        return query(
                        connection,
                        "update metric_pending set due_at = now() + $2" + IN + " where tenant = " + TenantSql.TENANT
                                + " and series_id = $1",
                        series,
                        (double) in.toMillis())
                .replaceWithVoid();
    }

    /** Takes a series of the tenant off the list. */
    public Uni<Void> remove(SqlConnection connection, UUID series) {
        return query(
                        connection,
                        "delete from metric_pending where tenant = " + TenantSql.TENANT + " and series_id = $1",
                        series)
                .replaceWithVoid();
    }
}
