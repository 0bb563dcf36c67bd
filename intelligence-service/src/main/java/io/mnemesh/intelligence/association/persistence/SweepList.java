package io.mnemesh.intelligence.association.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.sql.TenantSql;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Work list of tenants whose ratings are to be looked through, over all tenants. It names tenants and holds nothing of them. */
@ApplicationScoped
public class SweepList {

    /** Puts the tenant of the transaction on the list, due now, unless it is on it already. */
    public Uni<Void> add(SqlConnection connection) {
        return query(
                        connection,
                        "insert into association_sweep (tenant, due_at) values (" + TENANT + ", now()) "
                                + "on conflict do nothing")
                .replaceWithVoid();
    }

    /**
     * Takes those that are due, the longest first, so that several instances share the work. Runs in a system transaction.
     *
     * @param again when they are due again
     */
    public Uni<List<TenantId>> take(SqlConnection connection, int limit, Duration again) {
        return query(
                        connection,
                        "update association_sweep list set due_at = now() + $2 * interval '1 millisecond' from (select"
                                + " tenant from association_sweep where due_at <= now() order by due_at limit $1 for"
                                + " update skip locked) due where list.tenant = due.tenant returning list.tenant",
                        limit,
                        (double) again.toMillis())
                .map(rows -> TenantSql.list(rows, row -> new TenantId(row.getString("tenant"))));
    }

    /** Has the tenant of the transaction be due now. */
    public Uni<Void> hurry(SqlConnection connection) {
        return query(connection, "update association_sweep set due_at = now() where tenant = " + TENANT)
                .replaceWithVoid();
    }

    /** Takes the tenant of the transaction off the list if it has no ratings. Nobody may learn meanwhile. */
    public Uni<Void> settle(SqlConnection connection) {
        return query(
                        connection,
                        "delete from association_sweep where tenant = " + TENANT
                                + " and not exists (select from association_rating where tenant = " + TENANT + ")")
                .replaceWithVoid();
    }
}
