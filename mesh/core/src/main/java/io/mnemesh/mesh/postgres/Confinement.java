package io.mnemesh.mesh.postgres;

import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

/** What confines a transaction to the rows of a tenant until it ends. */
final class Confinement {

    private static final String SQL = "SELECT set_config('mnemesh.tenant', $1, true)";

    private Confinement() {}

    static Uni<Void> to(TenantId tenant, SqlConnection connection) {
        return connection.preparedQuery(SQL).execute(Tuple.of(tenant.value())).replaceWithVoid();
    }
}
