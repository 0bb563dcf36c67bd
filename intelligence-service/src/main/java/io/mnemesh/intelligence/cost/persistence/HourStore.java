package io.mnemesh.intelligence.cost.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** What services carried by the hour, and what their tables hold. Every method runs in the caller's system transaction. */
@ApplicationScoped
public class HourStore {

    private static final double GIB = 1L << 30;

    /**
     * Sums of a service over a period.
     *
     * @param minutes      minutes that are known
     * @param coreHours    processor time used
     * @param replicaHours replicas times hours
     */
    public record Sum(String service, long minutes, double coreHours, double replicaHours) {}

    /**
     * A service's tables.
     *
     * @param gib what they and their indexes hold, in GiB
     */
    public record Stored(String service, double gib) {}

    /** Sums the minutes since a time up again by the hour. */
    public Uni<Void> sumUp(SqlConnection connection, Instant from) {
        return query(
                        connection,
                        "insert into cost_hour as h (service, hour, minutes, core_hours, replica_hours) "
                                + "select service, date_trunc('hour', minute, 'UTC'), count(*), sum(load) / 60, "
                                + "sum(instances) / 60.0 from orchestrator_minute where minute >= $1 group by 1, 2 "
                                + "on conflict (service, hour) do update set minutes = excluded.minutes, "
                                + "core_hours = excluded.core_hours, replica_hours = excluded.replica_hours "
                                + "where excluded.minutes > h.minutes",
                        TenantSql.time(from))
                .replaceWithVoid();
    }

    /** Sums by service, by name. */
    public Uni<List<Sum>> sums(SqlConnection connection, Instant from, Instant to) {
        return query(
                        connection,
                        "select service, sum(minutes) as minutes, sum(core_hours) as cores, sum(replica_hours) as replicas "
                                + "from cost_hour where hour >= $1 and hour < $2 group by service order by service",
                        TenantSql.time(from),
                        TenantSql.time(to))
                .map(rows -> TenantSql.list(
                        rows,
                        row -> new Sum(
                                row.getString("service"),
                                row.getLong("minutes"),
                                row.getDouble("cores"),
                                row.getDouble("replicas"))));
    }

    /** What the schema of each service in this database holds; the schema has the name of its service. */
    public Uni<List<Stored>> stored(SqlConnection connection) {
        return query(
                        connection,
                        "select n.nspname as service, sum(pg_total_relation_size(c.oid))::bigint as bytes from pg_class c "
                                + "join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'm') "
                                + "and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public') "
                                + "group by n.nspname order by n.nspname")
                .map(rows ->
                        TenantSql.list(rows, row -> new Stored(row.getString("service"), row.getLong("bytes") / GIB)));
    }

    public Uni<Void> removeBefore(SqlConnection connection, Instant oldest) {
        return query(connection, "delete from cost_hour where hour < $1", TenantSql.time(oldest))
                .replaceWithVoid();
    }
}
