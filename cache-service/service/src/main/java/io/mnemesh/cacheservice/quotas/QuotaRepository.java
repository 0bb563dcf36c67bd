package io.mnemesh.cacheservice.quotas;

import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Quotas and usage in PostgreSQL; the database itself counts and refuses. */
@ApplicationScoped
public class QuotaRepository {

    /** Stands for the tenant where a namespace is named. */
    static final String WHOLE_TENANT = "";

    /** Stands for every tenant that has no quota of its own. */
    private static final String EVERY_TENANT = "*";

    /** Entries that are looked at, soonest end first, to see whether waiting helps. */
    private static final int LOOK_AHEAD = 10_000;

    private static final int DELETE_BATCH = 1000;

    private static final String USAGE = """
            select namespace, sum(entries)::bigint, sum(bytes)::bigint from object_usage where tenant = $1 group by 1
            """;

    private static final String QUOTAS = """
            select distinct on (namespace) namespace, max_entries, max_bytes from object_quota
            where tenant = $1 or (tenant = '*' and namespace = '') order by namespace, tenant = '*'
            """;

    private static final String SET = """
            insert into object_quota (tenant, namespace, max_entries, max_bytes) values ($1, $2, $3, $4)
            on conflict (tenant, namespace) do update
            set max_entries = excluded.max_entries, max_bytes = excluded.max_bytes, changed_at = now()
            """;

    private static final String DELETE_ENDED = """
            delete from cache_entry where (tenant, cache, key) in
            (select tenant, cache, key from cache_entry
             where tenant = $1 and cache = 'objects' and value is not null and expires_at <= now()
             order by expires_at limit $2)
            """;

    private static final String DELETE_UNTAGGED = """
            delete from cache_entry where (tenant, cache, key) in
            (select entry.tenant, entry.cache, entry.key from cache_tag join cache_entry as entry
             on entry.tenant = cache_tag.tenant and entry.cache = cache_tag.cache
             and entry.tags @> array[cache_tag.tag] and entry.tags_at < cache_tag.version
             where cache_tag.tenant = $1 and cache_tag.cache = 'objects' limit $2)
            """;

    private static final String ROOM_IN = """
            select extract(epoch from expires_at - now())::float8 from (
                select expires_at, row_number() over ending as entries, sum(length) over ending as bytes
                from (select key, expires_at, octet_length(value) as length from cache_entry
                      where tenant = $1 and cache = 'objects' and value is not null
                      order by expires_at limit $6) as soonest
                where key <> $3 and ($2 = '' or split_part(key, '/', 1) = $2)
                window ending as (order by expires_at, key rows unbounded preceding)) as ended
            where case when $4 then entries else bytes end >= $5 order by expires_at limit 1
            """;

    private final TenantTransactions transactions;

    @Inject
    QuotaRepository(TenantTransactions transactions) {
        this.transactions = transactions;
    }

    /** What the tenant stores, by namespace, and under {@link #WHOLE_TENANT} altogether. */
    Uni<Map<String, Usage>> usage(TenantId tenant) {
        return byNamespace(tenant, USAGE, row -> new Usage(row.getLong(1), row.getLong(2)));
    }

    /** The tenant's quotas, by namespace, and under {@link #WHOLE_TENANT} the one for all of it. */
    Uni<Map<String, Quota>> quotas(TenantId tenant) {
        return byNamespace(tenant, QUOTAS, row -> new Quota(row.getLong(1), row.getLong(2)));
    }

    private <T> Uni<Map<String, T>> byNamespace(TenantId tenant, String sql, Function<Row, T> value) {
        return transactions.inTenant(
                tenant,
                connection -> connection
                        .preparedQuery(sql)
                        .execute(Tuple.of(tenant.value()))
                        .map(rows -> {
                            Map<String, T> byName = new HashMap<>();
                            rows.forEach(row -> byName.put(row.getString(0), value.apply(row)));
                            return byName;
                        }));
    }

    Uni<Void> set(TenantId tenant, String namespace, Quota quota) {
        return transactions.inTenant(tenant, connection -> set(connection, tenant.value(), namespace, quota));
    }

    /** @return whether there was one */
    Uni<Boolean> delete(TenantId tenant, String namespace) {
        return transactions.inTenant(tenant, connection -> delete(connection, tenant.value(), namespace));
    }

    /** Sets the quota of tenants that have none of their own; null for none. */
    Uni<Void> setCommon(@Nullable Quota quota) {
        return transactions.inSystem(connection -> connection
                .preparedQuery("select set_config('mnemesh.tenant', $1, true)")
                .execute(Tuple.of(EVERY_TENANT))
                .chain(() -> quota == null
                        ? delete(connection, EVERY_TENANT, WHOLE_TENANT).replaceWithVoid()
                        : set(connection, EVERY_TENANT, WHOLE_TENANT, quota)));
    }

    private static Uni<Void> set(SqlConnection connection, String tenant, String namespace, Quota quota) {
        return connection
                .preparedQuery(SET)
                .execute(Tuple.of(tenant, namespace, quota.maxEntries(), quota.maxBytes()))
                .replaceWithVoid();
    }

    private static Uni<Boolean> delete(SqlConnection connection, String tenant, String namespace) {
        return connection
                .preparedQuery("delete from object_quota where tenant = $1 and namespace = $2")
                .execute(Tuple.of(tenant, namespace))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Deletes what the tenant stores in vain: what has ended, and what has an invalidated tag; one batch of each. */
    Uni<Boolean> deleteEnded(TenantId tenant) {
        return transactions.inTenant(
                tenant,
                connection -> deleted(connection, DELETE_ENDED, tenant)
                        .chain(ended ->
                                deleted(connection, DELETE_UNTAGGED, tenant).map(untagged -> ended + untagged > 0)));
    }

    private static Uni<Integer> deleted(SqlConnection connection, String sql, TenantId tenant) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(tenant.value(), DELETE_BATCH))
                .map(rows -> rows.rowCount());
    }

    /**
     * The time until enough of what ends soonest has ended.
     *
     * @param path of the object that is to be stored; its own end makes no room
     * @return null if that is not foreseeable
     */
    Uni<@Nullable Duration> timeUntilRoom(TenantId tenant, String namespace, String path, Excess excess) {
        return transactions.inTenant(
                tenant,
                connection -> connection
                        .preparedQuery(ROOM_IN)
                        .execute(Tuple.of(
                                tenant.value(),
                                excess.ofTenant() ? WHOLE_TENANT : namespace,
                                path,
                                excess.inEntries(),
                                excess.tooMany(),
                                LOOK_AHEAD))
                        .map(rows -> {
                            var soonest = rows.iterator();
                            return soonest.hasNext()
                                    ? Duration.ofMillis((long) Math.ceil(
                                            1000 * Math.max(0, soonest.next().getDouble(0))))
                                    : null;
                        }));
    }
}
