package io.mnemesh.gateway.quotas;

import io.mnemesh.gateway.paging.PageRequest;
import io.mnemesh.mesh.postgres.QueuedConnections;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The plans and who is on which, in PostgreSQL. */
@ApplicationScoped
class Plans {

    private static final String COLUMNS = "p.name, p.units_per_second, p.burst, p.units_per_day";

    private final QueuedConnections connections;

    Plans(QueuedConnections connections) {
        this.connections = connections;
    }

    Uni<List<Plan>> list(PageRequest page) {
        return connections
                .with(connection -> connection
                        .preparedQuery("select " + COLUMNS + " from plan p where ($1::text is null or p.name > $1)"
                                + " order by p.name limit $2")
                        .execute(Tuple.of(page.after(), page.fetched())))
                .map(rows -> {
                    var plans = new ArrayList<Plan>(rows.size());
                    for (Row row : rows) {
                        plans.add(plan(row));
                    }
                    return plans;
                });
    }

    /** Makes a plan, or changes the one of this name. */
    Uni<Void> put(SqlClient transaction, Plan plan, String by) {
        return transaction
                .preparedQuery("insert into plan (name, units_per_second, burst, units_per_day, created_by)"
                        + " values ($1, $2, $3, $4, $5) on conflict (name) do update"
                        + " set units_per_second = $2, burst = $3, units_per_day = $4")
                .execute(Tuple.of(plan.name(), plan.unitsPerSecond(), plan.burst(), plan.unitsPerDay(), by))
                .replaceWithVoid();
    }

    /** Removes a plan; fails with a foreign key violation if tenants are on it. @return false if there is none */
    Uni<Boolean> delete(SqlClient transaction, String name) {
        return transaction
                .preparedQuery("delete from plan where name = $1")
                .execute(Tuple.of(name))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Puts a tenant on a plan; fails with a foreign key violation if there is no such plan. @return false if no such tenant */
    Uni<Boolean> choose(SqlClient transaction, TenantId tenant, String plan) {
        return transaction
                .preparedQuery("update tenant set plan = $2 where name = $1")
                .execute(Tuple.of(tenant.value(), plan))
                .map(rows -> rows.rowCount() > 0);
    }

    /** The plan of a tenant, or null if there is no such tenant. */
    Uni<@Nullable Plan> of(TenantId tenant) {
        return connections
                .with(connection -> connection
                        .preparedQuery(
                                "select " + COLUMNS + " from tenant t join plan p on p.name = t.plan where t.name = $1")
                        .execute(Tuple.of(tenant.value())))
                .map(rows -> {
                    for (Row row : rows) {
                        return plan(row);
                    }
                    return null;
                });
    }

    /** The plans of the tenants that have a limit. */
    Uni<Map<TenantId, Plan>> limited() {
        return connections
                .with(connection -> connection
                        .query("select t.name as tenant, " + COLUMNS + " from tenant t join plan p on p.name = t.plan"
                                + " where p.units_per_second is not null or p.units_per_day is not null")
                        .execute())
                .map(rows -> {
                    var plans = new HashMap<TenantId, Plan>();
                    for (Row row : rows) {
                        plans.put(new TenantId(row.getString("tenant")), plan(row));
                    }
                    return Map.copyOf(plans);
                });
    }

    private static Plan plan(Row row) {
        return new Plan(
                row.getString("name"),
                row.getLong("units_per_second"),
                row.getLong("burst"),
                row.getLong("units_per_day"));
    }
}
