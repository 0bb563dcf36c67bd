package io.mnemesh.intelligence.cost.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.sql.TenantSql;
import io.mnemesh.mesh.event.payload.AccessRecorded.Use;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tenants asked of services by the hour. Every method runs in the caller's transaction: the tenant's where it is about one
 * tenant, else one of the system, which it opens to the rows of all tenants.
 */
@ApplicationScoped
public class UseStore {

    /** What a tenant asked of a service in a period. */
    public record Used(String tenant, String service, long requests, long units) {}

    /** What all tenants asked of a service in a period. */
    public record Total(String service, long units) {}

    /** Adds what a tenant asked of services. */
    public Uni<Void> add(SqlConnection connection, TenantId tenant, Instant at, List<Use> uses) {
        return Multi.createFrom()
                .iterable(uses)
                .onItem()
                .transformToUniAndConcatenate(use -> query(
                        connection,
                        "insert into cost_use as u (tenant, service, hour, requests, units) "
                                + "values ($1, $2, date_trunc('hour', $3::timestamptz, 'UTC'), $4, $5) "
                                + "on conflict (tenant, service, hour) "
                                + "do update set requests = u.requests + $4, units = u.units + $5",
                        tenant.value(),
                        use.service(),
                        TenantSql.time(at),
                        use.requests(),
                        use.units()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** What all tenants asked, by service. */
    public Uni<List<Total>> totals(SqlConnection connection, Instant from, Instant to) {
        return across(connection)
                .chain(() -> query(
                        connection,
                        "select service, sum(units)::bigint as units from cost_use where hour >= $1 and hour < $2 "
                                + "group by service",
                        TenantSql.time(from),
                        TenantSql.time(to)))
                .map(rows -> TenantSql.list(rows, row -> new Total(row.getString("service"), row.getLong("units"))));
    }

    /**
     * Tenants that asked for anything, by name, each with its services.
     *
     * @param after the last tenant of the page before
     * @param limit most tenants
     */
    public Uni<List<Used>> tenants(
            SqlConnection connection, Instant from, Instant to, @Nullable String after, int limit) {
        return across(connection)
                .chain(() -> query(
                        connection,
                        "select tenant, service, sum(requests)::bigint as requests, sum(units)::bigint as units "
                                + "from cost_use where hour >= $1 and hour < $2 and tenant in (select tenant "
                                + "from cost_use where hour >= $1 and hour < $2 and ($3::text is null or tenant collate \"C\" > $3) "
                                + "group by tenant order by tenant collate \"C\" limit $4) group by tenant, service "
                                + "order by tenant collate \"C\", service",
                        TenantSql.time(from),
                        TenantSql.time(to),
                        after,
                        limit))
                .map(rows -> TenantSql.list(rows, UseStore::used));
    }

    /** What one tenant asked, by service. */
    public Uni<List<Used>> tenant(SqlConnection connection, TenantId tenant, Instant from, Instant to) {
        return query(
                        connection,
                        "select tenant, service, sum(requests)::bigint as requests, sum(units)::bigint as units "
                                + "from cost_use where tenant = $1 and hour >= $2 and hour < $3 "
                                + "group by tenant, service order by service",
                        tenant.value(),
                        TenantSql.time(from),
                        TenantSql.time(to))
                .map(rows -> TenantSql.list(rows, UseStore::used));
    }

    public Uni<Void> removeBefore(SqlConnection connection, Instant oldest) {
        return across(connection)
                .chain(() -> query(connection, "delete from cost_use where hour < $1", TenantSql.time(oldest)))
                .replaceWithVoid();
    }

    /** Opens the rows of all tenants to this transaction. */
    private static Uni<Void> across(SqlConnection connection) {
        return query(connection, "select set_config('mnemesh.across_tenants', 'cost_use', true)")
                .replaceWithVoid();
    }

    private static Used used(Row row) {
        return new Used(
                row.getString("tenant"), row.getString("service"), row.getLong("requests"), row.getLong("units"));
    }
}
