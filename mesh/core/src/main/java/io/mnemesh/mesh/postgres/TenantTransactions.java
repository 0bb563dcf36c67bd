package io.mnemesh.mesh.postgres;

import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.function.Function;

/**
 * Transactions of the Vert.x PostgreSQL client. A tenant transaction sets {@code mnemesh.tenant} for its duration, which
 * the row-level security policies compare with each row's tenant.
 */
public interface TenantTransactions {

    /** Runs {@code work} in a transaction confined to {@code tenant}. */
    <T> Uni<T> inTenant(TenantId tenant, Function<SqlConnection, Uni<T>> work);

    /** Runs {@code work} in a transaction that sees only tables without row-level security. */
    <T> Uni<T> inSystem(Function<SqlConnection, Uni<T>> work);

    /** As {@link #inSystem}, before everybody who waits for a connection: for work without which theirs would pile up. */
    <T> Uni<T> inSystemUrgently(Function<SqlConnection, Uni<T>> work);

    /** Statements of a connection of this client. */
    default Statements statements(SqlConnection connection) {
        return (sql, parameters) ->
                connection.preparedQuery(sql).execute(Tuple.from(parameters)).map(rows -> rows.rowCount());
    }
}
