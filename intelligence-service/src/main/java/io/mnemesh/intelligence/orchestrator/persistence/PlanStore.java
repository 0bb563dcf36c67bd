package io.mnemesh.intelligence.orchestrator.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.orchestrator.ServicePlan;
import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** The latest plan for each service. Every method runs in the caller's system transaction. */
@ApplicationScoped
public class PlanStore {

    /** Replaces the plan of the service. */
    public Uni<Void> put(SqlConnection connection, ServicePlan plan) {
        return query(
                        connection,
                        "insert into orchestrator_plan (service, at, desired, ready, advised, load, upper, scaled_by,"
                                + " failure) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (service) do update"
                                + " set at = $2, desired = $3, ready = $4, advised = $5, load = $6, upper = $7, scaled_by"
                                + " = $8, failure = $9",
                        plan.service(),
                        TenantSql.time(plan.at()),
                        plan.desired(),
                        plan.ready(),
                        plan.advised(),
                        plan.load(),
                        plan.upper(),
                        plan.scaledBy(),
                        plan.failure())
                .replaceWithVoid();
    }

    /** By the name of the service. */
    public Uni<List<ServicePlan>> all(SqlConnection connection) {
        return query(
                        connection,
                        "select service, at, desired, ready, advised, load, upper, scaled_by, failure "
                                + "from orchestrator_plan order by service")
                .map(rows -> TenantSql.list(rows, PlanStore::plan));
    }

    public Uni<Void> removeBefore(SqlConnection connection, Instant oldest) {
        return query(connection, "delete from orchestrator_plan where at < $1", TenantSql.time(oldest))
                .replaceWithVoid();
    }

    private static ServicePlan plan(Row row) {
        return new ServicePlan(
                row.getString("service"),
                TenantSql.time(row, "at"),
                row.getInteger("desired"),
                row.getInteger("ready"),
                row.getInteger("advised"),
                row.getDouble("load"),
                row.getDouble("upper"),
                row.getString("scaled_by"),
                row.getString("failure"));
    }
}
