package io.mnemesh.benchmarks.cache;

import io.mnemesh.mesh.postgres.Statements;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.function.Function;

/** Tenant transactions on a plain pool. */
record PoolTransactions(Pool pool) implements TenantTransactions {

    @Override
    public <T> Uni<T> inTenant(TenantId tenant, Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(connection -> connection
                .preparedQuery("select set_config('mnemesh.tenant', $1, true)")
                .execute(Tuple.of(tenant.value()))
                .chain(() -> work.apply(connection)));
    }

    @Override
    public <T> Uni<T> inSystem(Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(work);
    }

    @Override
    public <T> Uni<T> inSystemUrgently(Function<SqlConnection, Uni<T>> work) {
        return inSystem(work);
    }

    @Override
    public Statements statements(SqlConnection connection) {
        throw new UnsupportedOperationException("The cache needs no statements.");
    }
}
