package io.mnemesh.mesh.postgres;

import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.function.Function;

/**
 * Transactions on a pool as it is, for programs that are no service: nothing is tried again, nobody goes before others, and a
 * caller that gives up while it waits for a connection may take one out of the pool.
 */
public record PlainTransactions(Pool pool) implements TenantTransactions {

    @Override
    public <T> Uni<T> inTenant(TenantId tenant, Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(
                connection -> Confinement.to(tenant, connection).chain(() -> work.apply(connection)));
    }

    @Override
    public <T> Uni<T> inSystem(Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(work);
    }

    @Override
    public <T> Uni<T> inSystemUrgently(Function<SqlConnection, Uni<T>> work) {
        return inSystem(work);
    }
}
