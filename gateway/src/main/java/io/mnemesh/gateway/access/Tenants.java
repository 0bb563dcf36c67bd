package io.mnemesh.gateway.access;

import io.mnemesh.mesh.postgres.QueuedConnections;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The tenants in PostgreSQL. */
@ApplicationScoped
class Tenants {

    private final QueuedConnections connections;

    Tenants(QueuedConnections connections) {
        this.connections = connections;
    }

    /**
     * Adds a tenant.
     *
     * @return false if the name is taken
     */
    Uni<Boolean> insert(SqlClient transaction, Tenant tenant) {
        return transaction
                .preparedQuery("insert into tenant (name, created_at, created_by) values ($1, $2, $3)"
                        + " on conflict (name) do nothing")
                .execute(Tuple.of(
                        tenant.name().value(), tenant.createdAt().atOffset(ZoneOffset.UTC), tenant.createdBy()))
                .map(rows -> rows.rowCount() > 0);
    }

    Uni<List<Tenant>> list() {
        return connections
                .with(connection -> connection
                        .query("select name, created_at, created_by from tenant order by name")
                        .execute())
                .map(rows -> {
                    var tenants = new ArrayList<Tenant>(rows.size());
                    for (Row row : rows) {
                        tenants.add(new Tenant(
                                new TenantId(row.getString("name")),
                                row.getOffsetDateTime("created_at").toInstant(),
                                row.getString("created_by")));
                    }
                    return List.copyOf(tenants);
                });
    }

    /**
     * Removes a tenant with its accounts and keys, inside the caller's transaction.
     *
     * @return false if there is no such tenant
     */
    Uni<Boolean> delete(SqlClient transaction, TenantId name) {
        return transaction
                .preparedQuery("delete from tenant where name = $1")
                .execute(Tuple.of(name.value()))
                .map(rows -> rows.rowCount() > 0);
    }
}
