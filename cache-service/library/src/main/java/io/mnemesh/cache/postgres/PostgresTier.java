package io.mnemesh.cache.postgres;

import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * L3 of all caches of a service: the table {@code cache_entry}. Every change of a row raises its generation, and a
 * removal leaves an empty row for {@link #REMEMBER}; so a loaded value, which is stored only if the generation is still
 * what it was before the load, can never come after an invalidation.
 *
 * <p>All keys of a call are of one cache and tenant. Calls fail at once while PostgreSQL is away.
 */
public final class PostgresTier {

    /** How long removals are remembered; loads that take longer store nothing. */
    public static final Duration REMEMBER = Duration.ofMinutes(10);

    /** Generation of a key without a row. */
    public static final long NO_ROW = 0;

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String NEXT_GENERATION =
            "greatest(cache_entry.generation + 1, (extract(epoch from clock_timestamp()) * 1000000)::bigint)";

    /** No tag contains it. */
    private static final String TAG_SEPARATOR = "\n";

    private static final String READ = """
            select asked.key, entry.value, entry.generation, entry.expires_at, tag_count.number, %s
            from unnest($3::text[]) as asked (key)
            cross join (select %s) as tag_count (number)
            left join cache_entry as entry on entry.tenant = $1 and entry.cache = $2 and entry.key = asked.key
            """.formatted(TagTable.IS_OLD, TagTable.COUNT);

    private static final String STORE = """
            insert into cache_entry (tenant, cache, key, value, generation, expires_at, tags, tags_at)
            select $1, $2, key, value, generation, expires_at, string_to_array(tags, E'\\n'), tags_at
            from unnest($3::text[], $4::bytea[], $5::bigint[], $6::timestamptz[], $7::text[], $8::bigint[])
            as loaded (key, value, generation, expires_at, tags, tags_at)
            on conflict (tenant, cache, key) do update
            set value = excluded.value, expires_at = excluded.expires_at, generation = %s,
            tags = excluded.tags, tags_at = excluded.tags_at
            where cache_entry.generation = excluded.generation
            """.formatted(NEXT_GENERATION);

    private static final String REPLACE = """
            insert into cache_entry (tenant, cache, key, value, generation, expires_at, tags, tags_at)
            select $1, $2, key, value, (extract(epoch from clock_timestamp()) * 1000000)::bigint, $5,
            string_to_array($6, E'\\n'), case when $6::text is not null then %s end
            from unnest($3::text[], $4::bytea[]) as changed (key, value)
            on conflict (tenant, cache, key) do update
            set value = excluded.value, expires_at = excluded.expires_at, generation = %s,
            tags = excluded.tags, tags_at = excluded.tags_at
            """.formatted(TagTable.COUNT, NEXT_GENERATION);

    private static final String OWE = """
            insert into cache_debt (tenant, cache, key) select $1, $2, unnest($3::text[]) on conflict do nothing
            """;

    private static final String DROP = """
            delete from cache_entry using unnest($3::text[], $4::bigint[]) as damaged (key, generation)
            where cache_entry.tenant = $1 and cache_entry.cache = $2
            and cache_entry.key = damaged.key and cache_entry.generation = damaged.generation
            """;

    private static final String PURGE = """
            delete from cache_entry where (tenant, cache, key) in
            (select tenant, cache, key from cache_entry where expires_at <= $1 order by expires_at limit $2)
            """;

    private static final Comparator<EntryKey> LOCK_ORDER = Comparator.comparing(EntryKey::key);

    private final TenantTransactions transactions;
    private final InstantSource clock;
    private final Breaker breaker;
    private final TagTable tags;
    private final HotKeyTable hot;

    public PostgresTier(TenantTransactions transactions, InstantSource clock, Duration timeout) {
        this.transactions = transactions;
        this.clock = clock;
        this.breaker = new Breaker(timeout, PAUSE, System::nanoTime);
        this.tags = new TagTable(transactions, breaker);
        this.hot = new HotKeyTable(transactions, breaker);
    }

    /** False while calls fail at once. */
    public boolean isOpen() {
        return !breaker.isOpen();
    }

    /**
     * What the table says of a key.
     *
     * @param envelope   null if there is none, it was removed, it has expired, or one of its tags was invalidated
     * @param generation to hand to {@link #store}
     * @param tagsAt     to hand to {@link #store}
     */
    public record Stored(byte @Nullable [] envelope, long generation, long tagsAt) {}

    /** @return for every key, also those without an entry */
    public Uni<Map<EntryKey, Stored>> read(List<EntryKey> keys) {
        return inTenant(
                        keys,
                        connection -> connection
                                .preparedQuery(READ)
                                .execute(address(keys).addArrayOfString(names(keys))))
                .map(rows -> {
                    var now = clock.instant();
                    var byName = new HashMap<String, Stored>();
                    rows.forEach(row -> byName.put(row.getString(0), stored(row, now)));
                    var found = new HashMap<EntryKey, Stored>();
                    for (EntryKey key : keys) {
                        Stored stored = byName.get(key.key());
                        if (stored != null) {
                            found.put(key, stored);
                        }
                    }
                    return found;
                });
    }

    private static Stored stored(Row row, Instant now) {
        var value = row.getValue(1) == null ? null : ((Buffer) row.getDelegate().getValue(1)).getBytes();
        var expiresAt = row.getOffsetDateTime(3);
        boolean usable =
                expiresAt != null && expiresAt.toInstant().isAfter(now) && !Boolean.TRUE.equals(row.getBoolean(5));
        Long generation = row.getLong(2);
        return new Stored(usable ? value : null, generation == null ? NO_ROW : generation, row.getLong(4));
    }

    /**
     * A loaded value.
     *
     * @param generation the key's when the load began
     * @param tagsAt     the tags' when the load began
     */
    public record Loaded(
            EntryKey key, byte[] envelope, long generation, Instant expiresAt, List<String> tags, long tagsAt) {}

    /** Stores values whose keys were not changed since. */
    public Uni<Void> store(List<Loaded> values) {
        var ordered = values.stream()
                .sorted(Comparator.comparing(Loaded::key, LOCK_ORDER))
                .toList();
        var keys = ordered.stream().map(Loaded::key).toList();
        return inTenant(
                        keys,
                        connection -> connection
                                .preparedQuery(STORE)
                                .execute(address(keys)
                                        .addArrayOfString(names(keys))
                                        .addValue(ordered.stream()
                                                .map(value -> Buffer.buffer(value.envelope()))
                                                .toArray(Buffer[]::new))
                                        .addArrayOfLong(ordered.stream()
                                                .map(Loaded::generation)
                                                .toArray(Long[]::new))
                                        .addArrayOfOffsetDateTime(ordered.stream()
                                                .map(value -> utc(value.expiresAt()))
                                                .toArray(OffsetDateTime[]::new))
                                        .addArrayOfString(ordered.stream()
                                                .map(value -> joined(value.tags()))
                                                .toArray(String[]::new))
                                        .addArrayOfLong(ordered.stream()
                                                .map(Loaded::tagsAt)
                                                .toArray(Long[]::new))))
                .replaceWithVoid();
    }

    private static @Nullable String joined(List<String> tags) {
        return tags.isEmpty() ? null : String.join(TAG_SEPARATOR, tags);
    }

    /** Stores the value whatever there is. */
    public Uni<Void> replace(EntryKey key, byte[] envelope, List<String> tags, Instant expiresAt, boolean redisOwed) {
        return change(List.of(key), new Buffer[] {Buffer.buffer(envelope)}, joined(tags), expiresAt, redisOwed);
    }

    /**
     * Removes values, or invalidates tags: the addresses are of one or of the other.
     *
     * @param redisOwed true if Redis cannot be told; that is then remembered in the same transaction
     */
    public Uni<Void> remove(List<EntryKey> keys, boolean redisOwed) {
        var ordered = keys.stream().sorted(LOCK_ORDER).toList();
        return ordered.getFirst().isTag()
                ? change(ordered, connection -> invalidate(connection, ordered), redisOwed)
                : change(ordered, new Buffer[keys.size()], null, clock.instant().plus(REMEMBER), redisOwed);
    }

    private static Uni<Void> invalidate(SqlConnection connection, List<EntryKey> tags) {
        var first = tags.getFirst();
        return TagTable.invalidate(
                connection,
                first.tenant(),
                EntryKey.owner(first.cache()),
                tags.stream().map(EntryKey::key).toList());
    }

    private Uni<Void> change(
            List<EntryKey> keys, Buffer[] values, @Nullable String tags, Instant expiresAt, boolean redisOwed) {
        return change(
                keys,
                connection -> connection
                        .preparedQuery(REPLACE)
                        .execute(address(keys)
                                .addArrayOfString(names(keys))
                                .addValue(values)
                                .addOffsetDateTime(utc(expiresAt))
                                .addString(tags))
                        .replaceWithVoid(),
                redisOwed);
    }

    private Uni<Void> change(List<EntryKey> keys, Function<SqlConnection, Uni<Void>> work, boolean redisOwed) {
        return inTenant(
                keys,
                connection ->
                        redisOwed ? work.apply(connection).chain(() -> owe(connection, keys)) : work.apply(connection));
    }

    /** Remembers that Redis must be told. */
    public Uni<Void> owe(List<EntryKey> keys) {
        return breaker.call(() -> transactions.inSystem(connection -> owe(connection, keys)));
    }

    private static Uni<Void> owe(SqlConnection connection, List<EntryKey> keys) {
        return connection
                .preparedQuery(OWE)
                .execute(address(keys).addArrayOfString(names(keys)))
                .replaceWithVoid();
    }

    /** What Redis must be told. */
    public Uni<List<EntryKey>> owed(int limit) {
        return breaker.call(() -> transactions.inSystem(connection -> connection
                .preparedQuery("select cache, tenant, key from cache_debt order by created_at limit $1")
                .execute(Tuple.of(limit))
                .map(rows -> {
                    var owed = new ArrayList<EntryKey>();
                    rows.forEach(row ->
                            owed.add(EntryKey.of(row.getString(0), new TenantId(row.getString(1)), row.getString(2))));
                    return List.copyOf(owed);
                })));
    }

    /** Redis has been told. */
    public Uni<Void> settle(List<EntryKey> keys) {
        var rows = keys.stream()
                .map(key -> Tuple.of(key.tenant().value(), key.cache(), key.key()))
                .toList();
        return breaker.call(() -> transactions.inSystem(connection -> connection
                .preparedQuery("delete from cache_debt where tenant = $1 and cache = $2 and key = $3")
                .executeBatch(rows)
                .replaceWithVoid()));
    }

    /** Removes entries that cannot be read, unless they have been replaced since. */
    public Uni<Void> drop(Map<EntryKey, Long> generations) {
        var keys = List.copyOf(generations.keySet());
        return inTenant(
                        keys,
                        connection -> connection
                                .preparedQuery(DROP)
                                .execute(address(keys)
                                        .addArrayOfString(names(keys))
                                        .addArrayOfLong(keys.stream()
                                                .map(generations::get)
                                                .toArray(Long[]::new))))
                .replaceWithVoid();
    }

    /** Deletes expired entries of every tenant. @return rows deleted, {@code limit} if there may be more */
    public Uni<Integer> purge(int limit) {
        var now = utc(clock.instant());
        return breaker.call(() -> transactions.inSystem(connection -> connection
                .preparedQuery("select set_config('mnemesh.cache_purge', $1, true)")
                .execute(Tuple.of(now.toString()))
                .chain(() -> connection.preparedQuery(PURGE).execute(Tuple.of(now, limit)))
                .map(rows -> rows.rowCount())));
    }

    /**
     * Deletes entries whose tags were invalidated and forgets tags that have none.
     *
     * @param age   of invalidations that are left alone
     * @param limit rows to delete, and tags to look at
     */
    public Uni<Void> reclaimTags(Duration age, int limit) {
        return tags.reclaim(age, limit);
    }

    /** The keys that were hot, behind the same breaker. */
    public HotKeyTable hotKeys() {
        return hot;
    }

    private <T> Uni<T> inTenant(List<EntryKey> keys, Function<SqlConnection, Uni<T>> work) {
        return breaker.call(() -> transactions.inTenant(keys.getFirst().tenant(), work));
    }

    private static Tuple address(List<EntryKey> keys) {
        var first = keys.getFirst();
        return Tuple.of(first.tenant().value(), first.cache());
    }

    private static String[] names(List<EntryKey> keys) {
        return keys.stream().map(EntryKey::key).toArray(String[]::new);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
