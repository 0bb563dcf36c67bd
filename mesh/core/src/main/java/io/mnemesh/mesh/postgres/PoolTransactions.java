package io.mnemesh.mesh.postgres;

import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Function;

/** Transactions on connections of the service's pool. Thread-safe. */
@Singleton
final class PoolTransactions implements TenantTransactions {

    private static final String CONFINE = "SELECT set_config('mnemesh.tenant', $1, true)";

    private final Pool pool;

    @Inject
    PoolTransactions(Pool pool) {
        this.pool = pool;
    }

    @Override
    public <T> Uni<T> inTenant(TenantId tenant, Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(CONFINE)
                .execute(Tuple.of(tenant.value()))
                .chain(confined -> work.apply(connection)));
    }

    @Override
    public <T> Uni<T> inSystem(Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(work);
    }

    @Override
    public Statements statements(SqlConnection connection) {
        return (sql, parameters) ->
                connection.preparedQuery(sql).execute(Tuple.from(parameters)).map(rows -> rows.rowCount());
    }
}
