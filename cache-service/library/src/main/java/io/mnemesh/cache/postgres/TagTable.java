package io.mnemesh.cache.postgres;

import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The tags in L3. An invalidation takes the next number of a sequence and keeps it in one row per tag; a row of {@code
 * cache_entry} is old when one of its tags has a greater number than the row was read at. The record of a value changes
 * before its tag is invalidated, so who has seen the number reads the new record.
 *
 * <p>Numbers are forgotten, oldest first, once no old row with the tag is left: {@link #reclaim} deletes those a batch at a
 * time.
 */
final class TagTable {

    /** Whether the row {@code entry} is old. */
    static final String IS_OLD = """
            entry.tags is not null and exists (select from cache_tag where cache_tag.tenant = entry.tenant
            and cache_tag.cache = entry.cache and cache_tag.tag = any(entry.tags) and cache_tag.version > entry.tags_at)""";

    /** The last number that was taken. */
    static final String COUNT =
            "(select case when is_called then last_value else last_value - 1 end from cache_tag_count)";

    private static final String INVALIDATE = """
            insert into cache_tag (tenant, cache, tag, version)
            select $1, $2, tag, nextval('cache_tag_count') from unnest($3::text[]) as invalidated (tag)
            on conflict (tenant, cache, tag) do update
            set version = greatest(cache_tag.version, excluded.version), changed_at = clock_timestamp()
            """;

    private static final String OLDEST = """
            select tenant, cache, tag, version from cache_tag
            where changed_at <= clock_timestamp() - $1 * interval '1 millisecond' order by changed_at limit $2
            """;

    private static final String DELETE_OLD = """
            delete from cache_entry where (tenant, cache, key) in
            (select tenant, cache, key from cache_entry
             where tenant = $1 and cache = $2 and tags @> array[$3::text] and tags_at < $4 limit $5)
            """;

    private static final String FORGET =
            "delete from cache_tag where tenant = $1 and cache = $2 and tag = $3 and version = $4";

    private final TenantTransactions transactions;
    private final Breaker breaker;

    TagTable(TenantTransactions transactions, Breaker breaker) {
        this.transactions = transactions;
        this.breaker = breaker;
    }

    /** @param tags of one cache and tenant, in an order that everybody keeps to */
    static Uni<Void> invalidate(SqlConnection connection, TenantId tenant, String cache, List<String> tags) {
        return connection
                .preparedQuery(INVALIDATE)
                .execute(Tuple.of(tenant.value(), cache).addArrayOfString(tags.toArray(String[]::new)))
                .replaceWithVoid();
    }

    /**
     * Deletes old rows of the tags that were invalidated longest ago, and forgets those that have none, in transactions
     * of one tag.
     *
     * @param age  invalidations younger than this are left, because values read before them may still come
     * @param most rows to delete, and tags to look at
     */
    Uni<Void> reclaim(Duration age, int most) {
        return breaker.call(() -> transactions.inSystem(
                        connection -> connection.preparedQuery(OLDEST).execute(Tuple.of(age.toMillis(), most))))
                .chain(tags -> {
                    var left = new AtomicInteger(most);
                    return Multi.createFrom()
                            .iterable(tags)
                            .onItem()
                            .transformToUniAndConcatenate(tag -> reclaim(tag, left))
                            .collect()
                            .last()
                            .replaceWithVoid();
                });
    }

    private Uni<Integer> reclaim(Row tag, AtomicInteger left) {
        int most = left.get();
        if (most <= 0) {
            return Uni.createFrom().item(0);
        }
        var tenant = new TenantId(tag.getString(0));
        var cache = tag.getString(1);
        var name = tag.getString(2);
        Long version = tag.getLong(3);
        return breaker.call(() -> transactions.inTenant(
                        tenant,
                        connection -> connection
                                .preparedQuery(DELETE_OLD)
                                .execute(Tuple.of(tenant.value(), cache, name, version, most))
                                .map(RowSet::rowCount)
                                .chain(deleted -> deleted < most
                                        ? connection
                                                .preparedQuery(FORGET)
                                                .execute(Tuple.of(tenant.value(), cache, name, version))
                                                .replaceWith(deleted)
                                        : Uni.createFrom().item(deleted))))
                .invoke(deleted -> left.addAndGet(-deleted));
    }
}
