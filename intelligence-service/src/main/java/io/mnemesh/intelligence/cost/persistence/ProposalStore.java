package io.mnemesh.intelligence.cost.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.cost.plan.CapacityOption;
import io.mnemesh.intelligence.cost.plan.CapacityPlan;
import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** What capacity was found to be the cheapest. Every method runs in the caller's system transaction. */
@ApplicationScoped
public class ProposalStore {

    /** A plan for a service, and when it was found. */
    public record Found(String service, Instant at, CapacityPlan plan) {}

    /** Replaces what was found before. */
    public Uni<Void> put(SqlConnection connection, Found found) {
        CapacityPlan plan = found.plan();
        return query(
                        connection,
                        "insert into cost_proposal (service, found_at, minutes, replicas, quantile, short, replica_hours, "
                                + "now_short, now_hours) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
                                + "on conflict (service) do update set found_at = $2, minutes = $3, replicas = $4, "
                                + "quantile = $5, short = $6, replica_hours = $7, now_short = $8, now_hours = $9",
                        found.service(),
                        TenantSql.time(found.at()),
                        plan.minutes(),
                        plan.cheapest().replicas(),
                        plan.cheapest().quantile(),
                        plan.cheapest().shortShare(),
                        plan.cheapest().replicaHours(),
                        plan.now().shortShare(),
                        plan.now().replicaHours())
                .replaceWithVoid();
    }

    /** What was found of every service, by name. */
    public Uni<List<Found>> all(SqlConnection connection) {
        return query(connection, "select * from cost_proposal order by service")
                .map(rows -> TenantSql.list(
                        rows,
                        row -> new Found(
                                row.getString("service"),
                                TenantSql.time(row, "found_at"),
                                new CapacityPlan(
                                        row.getInteger("minutes"),
                                        new CapacityOption(
                                                null, null, row.getDouble("now_short"), row.getDouble("now_hours")),
                                        new CapacityOption(
                                                row.getInteger("replicas"),
                                                row.getDouble("quantile"),
                                                row.getDouble("short"),
                                                row.getDouble("replica_hours"))))));
    }

    public Uni<Void> removeBefore(SqlConnection connection, Instant oldest) {
        return query(connection, "delete from cost_proposal where found_at < $1", TenantSql.time(oldest))
                .replaceWithVoid();
    }
}
