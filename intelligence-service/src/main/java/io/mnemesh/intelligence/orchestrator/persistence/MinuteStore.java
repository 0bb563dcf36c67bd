package io.mnemesh.intelligence.orchestrator.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.orchestrator.policy.ServiceMinute;
import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** What services carried by the minute. Every method runs in the caller's system transaction. */
@ApplicationScoped
public class MinuteStore {

    /** A minute that is there already stays. */
    public Uni<Void> add(SqlConnection connection, String service, ServiceMinute minute) {
        return query(
                        connection,
                        "insert into orchestrator_minute (service, minute, load, memory, requests, errors, instances) "
                                + "values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
                        service,
                        TenantSql.time(minute.at()),
                        minute.load(),
                        minute.memory(),
                        minute.requests(),
                        minute.errors(),
                        minute.instances())
                .replaceWithVoid();
    }

    /** Minutes of a service since a time, the earliest first. */
    public Uni<List<ServiceMinute>> since(SqlConnection connection, String service, Instant from) {
        return query(
                        connection,
                        "select minute, load, memory, requests, errors, instances from orchestrator_minute "
                                + "where service = $1 and minute >= $2 order by minute",
                        service,
                        TenantSql.time(from))
                .map(rows -> TenantSql.list(
                        rows,
                        row -> new ServiceMinute(
                                TenantSql.time(row, "minute"),
                                row.getDouble("load"),
                                row.getDouble("memory"),
                                row.getDouble("requests"),
                                row.getDouble("errors"),
                                row.getInteger("instances"))));
    }

    /** Services of which anything is known, by name. */
    public Uni<List<String>> services(SqlConnection connection) {
        return query(connection, "select distinct service from orchestrator_minute order by service")
                .map(rows -> TenantSql.list(rows, row -> row.getString("service")));
    }

    public Uni<Void> removeBefore(SqlConnection connection, Instant oldest) {
        return query(connection, "delete from orchestrator_minute where minute < $1", TenantSql.time(oldest))
                .replaceWithVoid();
    }
}
