package io.mnemesh.cache.postgres;

import io.mnemesh.cache.local.LocalKey;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The table {@code cache_hot}: the keys that processes of the service have read most, one row per cache and process. */
public final class HotKeyTable {

    private static final String SAVE = """
            insert into cache_hot (cache, node, tenants, keys) values ($1, $2, $3, $4)
            on conflict (cache, node) do update
            set tenants = excluded.tenants, keys = excluded.keys, recorded_at = clock_timestamp()
            """;

    private static final String READ = """
            select tenants, keys from cache_hot
            where cache = $1 and recorded_at >= clock_timestamp() - $2 * interval '1 millisecond'
            order by recorded_at desc limit $3
            """;

    private static final String FORGET =
            "delete from cache_hot where recorded_at < clock_timestamp() - $1 * interval '1 millisecond'";

    private static final String FORGET_ALL = "delete from cache_hot";

    private final TenantTransactions transactions;
    private final Breaker breaker;

    HotKeyTable(TenantTransactions transactions, Breaker breaker) {
        this.transactions = transactions;
        this.breaker = breaker;
    }

    /** Replaces what the process has said before. */
    public Uni<Void> save(String cache, String node, List<LocalKey> hottestFirst) {
        var tenants = hottestFirst.stream().map(key -> key.tenant().value()).toArray(String[]::new);
        var keys = hottestFirst.stream().map(LocalKey::key).toArray(String[]::new);
        return breaker.call(() -> transactions.inSystem(connection -> connection
                .preparedQuery(SAVE)
                .execute(Tuple.of(cache, node).addArrayOfString(tenants).addArrayOfString(keys))
                .replaceWithVoid()));
    }

    /**
     * What processes have said, the latest first, each hottest first.
     *
     * @param age  of what is too old
     * @param most processes
     */
    public Uni<List<List<LocalKey>>> read(String cache, Duration age, int most) {
        return breaker.call(() -> transactions.inSystem(connection -> connection
                .preparedQuery(READ)
                .execute(Tuple.of(cache, age.toMillis(), most))
                .map(rows -> {
                    var lists = new ArrayList<List<LocalKey>>();
                    rows.forEach(row -> lists.add(keys(row)));
                    return List.copyOf(lists);
                })));
    }

    private static List<LocalKey> keys(Row row) {
        String[] tenants = row.getArrayOfStrings(0);
        String[] keys = row.getArrayOfStrings(1);
        var hot = new ArrayList<LocalKey>(keys.length);
        for (int i = 0; i < keys.length; i++) {
            hot.add(new LocalKey(new TenantId(tenants[i]), keys[i]));
        }
        return hot;
    }

    /** Deletes what was said longer ago. */
    public Uni<Void> forget(Duration age) {
        return breaker.call(() -> transactions.inSystem(connection -> connection
                .preparedQuery(FORGET)
                .execute(Tuple.of(age.toMillis()))
                .replaceWithVoid()));
    }

    /** Deletes what every process has said. */
    public Uni<Void> forgetAll() {
        return breaker.call(() -> transactions.inSystem(
                connection -> connection.query(FORGET_ALL).execute().replaceWithVoid()));
    }
}
