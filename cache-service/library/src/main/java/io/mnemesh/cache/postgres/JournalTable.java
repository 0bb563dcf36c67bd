package io.mnemesh.cache.postgres;

import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The last write of each key that the store may not have: its value in {@code cache_write}, when it is to be done in {@code
 * cache_write_queue}.
 *
 * <p>Whoever changes a write locks its row of the queue first, and all lock in the order of keys. The version of a write is
 * taken under that lock, so versions of one key grow in the order in which its writes are committed.
 */
public final class JournalTable {

    private static final String DURABLY =
            "select set_config('synchronous_commit', 'on', true) where current_setting('synchronous_commit') = 'off'";

    private static final String ENQUEUE = """
            insert into cache_write_queue as queued (tenant, cache, key, node, writes, due_at)
            select $1, $2, key, $3, writes, clock_timestamp() + $4 * interval '1 millisecond'
            from unnest($5::text[], $6::int[]) as accepted (key, writes) order by key
            on conflict (tenant, cache, key) do update
            set node = excluded.node, writes = queued.writes + excluded.writes, attempt = 0, failures = 0,
            queued_at = case when queued.due_at = 'infinity' then excluded.queued_at else queued.queued_at end,
            due_at = case when queued.due_at = 'infinity' then excluded.due_at else queued.due_at end
            returning key, writes
            """;

    /** A dead write of the key is superseded. */
    private static final String KEEP = """
            with superseded as (
                delete from cache_dead_write where tenant = $1 and cache = $2 and key = any($3::text[]))
            insert into cache_write (tenant, cache, key, value, version)
            select $1, $2, key, value, nextval('cache_write_number')
            from unnest($3::text[], $4::bytea[]) as accepted (key, value)
            on conflict (tenant, cache, key) do update set value = excluded.value, version = excluded.version
            """;

    private static final String READ = """
            select key, value, version from cache_write where tenant = $1 and cache = $2 and key = any($3::text[])
            """;

    private static final String COUNT = """
            select count(*), count(*) filter (where due_at = 'infinity'), (extract(epoch from clock_timestamp()
            - min(queued_at) filter (where due_at <> 'infinity')) * 1000)::bigint
            from cache_write_queue where cache = $1
            """;

    private final TenantTransactions transactions;
    private final Breaker breaker;

    JournalTable(TenantTransactions transactions, Breaker breaker) {
        this.transactions = transactions;
        this.breaker = breaker;
    }

    /**
     * What the journal is to hold of a key.
     *
     * @param writes that it stands for
     */
    public record Accepted(String key, byte[] envelope, int writes) {}

    /** What the journal holds of a key. */
    public record Held(byte[] envelope, long version) {}

    /**
     * How full it is.
     *
     * @param keys   in it
     * @param dead   of those that were given up
     * @param oldest age of the oldest of the others
     */
    public record Count(long keys, long dead, Duration oldest) {}

    /**
     * Takes writes of one tenant; when it completes they survive the end of every process, of PostgreSQL too.
     *
     * @param writes each key once
     * @param delay  time until they are due, for keys that do not wait already
     * @return how many keys did not wait already
     */
    public Uni<Integer> append(String cache, TenantId tenant, String node, Duration delay, List<Accepted> writes) {
        var keys = writes.stream().map(Accepted::key).toArray(String[]::new);
        return breaker.call(() -> transactions.inTenant(
                tenant,
                connection -> connection
                        .preparedQuery(DURABLY)
                        .execute()
                        .chain(() -> enqueue(connection, cache, tenant, node, delay, writes, keys))
                        .call(() -> connection
                                .preparedQuery(KEEP)
                                .execute(Tuple.of(tenant.value(), cache)
                                        .addArrayOfString(keys)
                                        .addValue(writes.stream()
                                                .map(write -> Buffer.buffer(write.envelope()))
                                                .toArray(Buffer[]::new))))));
    }

    private static Uni<Integer> enqueue(
            SqlConnection connection,
            String cache,
            TenantId tenant,
            String node,
            Duration delay,
            List<Accepted> writes,
            String[] keys) {
        var counts = writes.stream().map(Accepted::writes).toArray(Integer[]::new);
        return connection
                .preparedQuery(ENQUEUE)
                .execute(Tuple.of(tenant.value(), cache, node, (double) delay.toMillis())
                        .addArrayOfString(keys)
                        .addArrayOfInteger(counts))
                .map(rows -> added(rows, writes));
    }

    /** A row that was there has writes of its own beside those it was given. */
    private static int added(RowSet<Row> rows, List<Accepted> writes) {
        Map<String, Integer> given = new HashMap<>();
        writes.forEach(write -> given.put(write.key(), write.writes()));
        int added = 0;
        for (Row row : rows) {
            if (row.getInteger(1).equals(given.get(row.getString(0)))) {
                added++;
            }
        }
        return added;
    }

    /** What it holds of these keys, dead writes too; keys it does not have are left out. */
    public Uni<Map<String, Held>> read(String cache, TenantId tenant, Collection<String> keys) {
        return breaker.call(() -> transactions.inTenant(
                tenant,
                connection -> connection
                        .preparedQuery(READ)
                        .execute(Tuple.of(tenant.value(), cache).addArrayOfString(keys.toArray(String[]::new)))
                        .map(rows -> {
                            Map<String, Held> held = new HashMap<>();
                            for (Row row : rows) {
                                var envelope = (Buffer) row.getDelegate().getValue(1);
                                held.put(row.getString(0), new Held(envelope.getBytes(), row.getLong(2)));
                            }
                            return held;
                        })));
    }

    /** How full it is with writes of this cache, of all tenants. */
    public Uni<Count> count(String cache) {
        return breaker.call(() -> transactions.inSystem(connection -> connection
                .preparedQuery(COUNT)
                .execute(Tuple.of(cache))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    Long oldest = row.getLong(2);
                    return new Count(
                            row.getLong(0),
                            row.getLong(1),
                            Duration.ofMillis(oldest == null ? 0 : Math.max(0, oldest)));
                })));
    }
}
