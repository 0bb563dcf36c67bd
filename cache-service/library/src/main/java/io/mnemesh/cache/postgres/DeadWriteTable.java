package io.mnemesh.cache.postgres;

import io.mnemesh.cache.DeadWrite;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The writes of the journal that were given up. They keep their rows in its tables until they are replayed or dropped. */
public final class DeadWriteTable {

    private static final String LIST = """
            select dead.key, held.version, dead.attempts, dead.failure, dead.died_at
            from cache_dead_write as dead
            join cache_write as held on held.tenant = dead.tenant and held.cache = dead.cache and held.key = dead.key
            where dead.tenant = $1 and dead.cache = $2 and ($3::text is null or dead.key > $3)
            order by dead.key limit $4
            """;

    private static final String REPLAY = """
            with locked as materialized (
                select key from cache_write_queue
                where tenant = $1 and cache = $2 and ($3::text is null or key = $3) and due_at = 'infinity'
                order by key for update),
            revived as (
                update cache_write_queue as queued set due_at = clock_timestamp(), attempt = 0, failures = 0
                from locked where queued.tenant = $1 and queued.cache = $2 and queued.key = locked.key
                returning queued.key)
            delete from cache_dead_write as dead using revived
            where dead.tenant = $1 and dead.cache = $2 and dead.key = revived.key
            """;

    private static final String DROP = """
            with dropped as (
                delete from cache_write_queue
                where tenant = $1 and cache = $2 and key = $3 and due_at = 'infinity' returning key),
            value as (
                delete from cache_write as held using dropped
                where held.tenant = $1 and held.cache = $2 and held.key = dropped.key)
            delete from cache_dead_write as dead using dropped
            where dead.tenant = $1 and dead.cache = $2 and dead.key = dropped.key
            """;

    private final TenantTransactions transactions;
    private final Breaker breaker;

    DeadWriteTable(TenantTransactions transactions, Breaker breaker) {
        this.transactions = transactions;
        this.breaker = breaker;
    }

    /** @param after key that the page begins behind; null for the first one */
    public Uni<List<DeadWrite>> list(String cache, TenantId tenant, int limit, @Nullable String after) {
        return inTenant(
                tenant,
                connection -> connection
                        .preparedQuery(LIST)
                        .execute(Tuple.of(tenant.value(), cache, after, limit))
                        .map(rows -> {
                            var dead = new ArrayList<DeadWrite>();
                            rows.forEach(row -> dead.add(new DeadWrite(
                                    row.getString(0),
                                    row.getLong(1),
                                    row.getInteger(2),
                                    row.getString(3),
                                    row.getOffsetDateTime(4).toInstant())));
                            return List.copyOf(dead);
                        }));
    }

    /**
     * Dead writes are due again, and count as not tried.
     *
     * @param key null for all
     * @return how many
     */
    public Uni<Integer> replay(String cache, TenantId tenant, @Nullable String key) {
        return inTenant(
                tenant,
                connection -> connection
                        .preparedQuery(REPLAY)
                        .execute(Tuple.of(tenant.value(), cache, key))
                        .map(RowSet::rowCount));
    }

    /** @return whether there was one */
    public Uni<Boolean> drop(String cache, TenantId tenant, String key) {
        return inTenant(
                tenant,
                connection -> connection
                        .preparedQuery(DROP)
                        .execute(Tuple.of(tenant.value(), cache, key))
                        .map(rows -> rows.rowCount() > 0));
    }

    private <T> Uni<T> inTenant(TenantId tenant, Function<SqlConnection, Uni<T>> work) {
        return breaker.call(() -> transactions.inTenant(tenant, work));
    }
}
