package io.mnemesh.cache.postgres;

import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who does which write of the journal. A claim takes due writes for the time of a lease, under a number that no later claim of
 * theirs has; what it came to counts only while nobody has claimed the write since. A write that was replaced while it was
 * done stays, and is due again.
 */
public final class JournalQueue {

    private static final String CLAIM = """
            with due as materialized (
                select tenant, key from cache_write_queue
                where cache = $1 and due_at <= clock_timestamp()
                and (node = $2 or due_at <= clock_timestamp() - $3 * interval '1 millisecond')
                and (failures = 0) = $4
                order by due_at limit $5 for update skip locked)
            update cache_write_queue as queued
            set attempt = attempt + 1, fence = nextval('cache_write_number'),
            due_at = clock_timestamp() + $6 * interval '1 millisecond'
            from due where queued.tenant = due.tenant and queued.cache = $1 and queued.key = due.key
            returning queued.tenant, queued.key, fence, attempt, failures, writes, node
            """;

    /** No attempts: another write has come since. */
    private static final String LOCK = """
            select queued.key, queued.attempt from cache_write_queue as queued
            join unnest($3::text[], $4::bigint[]) as claimed (key, fence)
            on claimed.key = queued.key and claimed.fence = queued.fence
            where queued.tenant = $1 and queued.cache = $2 order by queued.key for update of queued
            """;

    private static final String SETTLE = """
            with settled as (
                delete from cache_write_queue where tenant = $1 and cache = $2 and key = any($3::text[]) returning key)
            delete from cache_write using settled
            where cache_write.tenant = $1 and cache_write.cache = $2 and cache_write.key = settled.key
            """;

    private static final String GO_ON = """
            update cache_write_queue as queued
            set writes = queued.writes - done.writes, due_at = clock_timestamp() + $5 * interval '1 millisecond',
            queued_at = clock_timestamp() - $6 * interval '1 millisecond'
            from unnest($3::text[], $4::int[]) as done (key, writes)
            where queued.tenant = $1 and queued.cache = $2 and queued.key = done.key
            """;

    private static final String TRY_AGAIN = """
            update cache_write_queue
            set failures = case when attempt = 0 then 0 else failures + $4 end,
            due_at = clock_timestamp() + $5 * interval '1 millisecond'
            where tenant = $1 and cache = $2 and key = any($3::text[])
            """;

    private static final String GIVE_UP = """
            with given_up as (
                update cache_write_queue set due_at = 'infinity' where tenant = $1 and cache = $2 and key = $3
                returning attempt)
            insert into cache_dead_write as dead (tenant, cache, key, attempts, failure)
            select $1, $2, $3, attempt, $4 from given_up
            on conflict (tenant, cache, key) do update
            set attempts = excluded.attempts, failure = excluded.failure, died_at = excluded.died_at
            """;

    private final TenantTransactions transactions;
    private final Breaker breaker;

    JournalQueue(TenantTransactions transactions, Breaker breaker) {
        this.transactions = transactions;
        this.breaker = breaker;
    }

    /**
     * A write that is ours to do until the lease ends.
     *
     * @param fence    of this claim
     * @param attempt  claims of this write, this one included
     * @param failures of this write that count towards giving up
     * @param writes   accepted ones that it stands for
     * @param node     that accepted it
     */
    public record Claim(TenantId tenant, String key, long fence, int attempt, int failures, int writes, String node) {}

    /**
     * What to claim.
     *
     * @param node     whose own writes are claimed as soon as they are due
     * @param takeOver time after which others' writes are claimed as well
     * @param sound    true for writes of which no failure counts, false for the others
     * @param most     writes, those that are due longest first
     */
    public record Wanted(String node, Duration takeOver, boolean sound, int most, Duration lease) {}

    /** Claims writes of all tenants; none that somebody else is changing at the moment. */
    public Uni<List<Claim>> claim(String cache, Wanted wanted) {
        return breaker.call(() -> transactions.inSystem(connection -> connection
                .preparedQuery(CLAIM)
                .execute(Tuple.tuple()
                        .addString(cache)
                        .addString(wanted.node())
                        .addDouble((double) wanted.takeOver().toMillis())
                        .addBoolean(wanted.sound())
                        .addInteger(wanted.most())
                        .addDouble((double) wanted.lease().toMillis()))
                .map(rows -> {
                    var claims = new ArrayList<Claim>();
                    rows.forEach(row -> claims.add(new Claim(
                            new TenantId(row.getString(0)),
                            row.getString(1),
                            row.getLong(2),
                            row.getInteger(3),
                            row.getInteger(4),
                            row.getInteger(5),
                            row.getString(6))));
                    return List.copyOf(claims);
                })));
    }

    /**
     * The store has what was claimed.
     *
     * @param claims of one tenant
     * @param delay  time until writes are due that have come since
     * @param since  time since the claim
     * @return how many keys have left the journal
     */
    public Uni<Integer> settle(String cache, List<Claim> claims, Duration delay, Duration since) {
        return locked(cache, claims, (connection, held) -> {
            var done = claims.stream().filter(held::isUnchanged).toList();
            var newer = claims.stream().filter(held::isReplaced).toList();
            return settle(connection, cache, done)
                    .chain(() -> goOn(connection, cache, newer, delay, since))
                    .replaceWith(done.size());
        });
    }

    private static Uni<Void> settle(SqlConnection connection, String cache, List<Claim> done) {
        return done.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection.preparedQuery(SETTLE).execute(address(cache, done)).replaceWithVoid();
    }

    private static Uni<Void> goOn(
            SqlConnection connection, String cache, List<Claim> newer, Duration delay, Duration since) {
        return newer.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(GO_ON)
                        .execute(address(cache, newer)
                                .addArrayOfInteger(
                                        newer.stream().map(Claim::writes).toArray(Integer[]::new))
                                .addDouble((double) delay.toMillis())
                                .addDouble((double) since.toMillis()))
                        .replaceWithVoid();
    }

    /**
     * The store may lack what was claimed.
     *
     * @param claims of one tenant
     * @param pause  time until they are due again
     * @param counts whether it counts towards giving up
     */
    public Uni<Void> tryAgain(String cache, List<Claim> claims, Duration pause, boolean counts) {
        return locked(cache, claims, (connection, held) -> {
            var ours = claims.stream().filter(held::isOurs).toList();
            return ours.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : connection
                            .preparedQuery(TRY_AGAIN)
                            .execute(address(cache, ours)
                                    .addInteger(counts ? 1 : 0)
                                    .addDouble((double) pause.toMillis()))
                            .replaceWithVoid();
        });
    }

    /**
     * The store will not take it. A write that has come since is due after the pause instead.
     *
     * @return whether it is a dead write now
     */
    public Uni<Boolean> giveUp(String cache, Claim claim, String failure, Duration pause) {
        var one = List.of(claim);
        return locked(cache, one, (connection, held) -> {
                    if (!held.isUnchanged(claim)) {
                        return Uni.createFrom().item(false);
                    }
                    return connection
                            .preparedQuery(GIVE_UP)
                            .execute(Tuple.of(claim.tenant().value(), cache, claim.key(), failure))
                            .replaceWith(true);
                })
                .call(dead -> dead ? Uni.createFrom().voidItem() : tryAgain(cache, one, pause, false));
    }

    private <T> Uni<T> locked(String cache, List<Claim> claims, Work<T> work) {
        return breaker.call(() -> transactions.inTenant(
                claims.getFirst().tenant(),
                connection -> connection
                        .preparedQuery(LOCK)
                        .execute(address(cache, claims)
                                .addArrayOfLong(
                                        claims.stream().map(Claim::fence).toArray(Long[]::new)))
                        .map(rows -> {
                            var attempts = new HashMap<String, Integer>();
                            for (Row row : rows) {
                                attempts.put(row.getString(0), row.getInteger(1));
                            }
                            return new Locked(attempts);
                        })
                        .chain(held -> work.apply(connection, held))));
    }

    private static Tuple address(String cache, List<Claim> claims) {
        return Tuple.of(claims.getFirst().tenant().value(), cache)
                .addArrayOfString(claims.stream().map(Claim::key).toArray(String[]::new));
    }

    /** Rows that nobody else has claimed since, by key, with their attempts. */
    private record Locked(Map<String, Integer> attempts) {

        boolean isOurs(Claim claim) {
            return attempts.containsKey(claim.key());
        }

        boolean isUnchanged(Claim claim) {
            return isOurs(claim) && !isReplaced(claim);
        }

        boolean isReplaced(Claim claim) {
            return Integer.valueOf(0).equals(attempts.get(claim.key()));
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        Uni<T> apply(SqlConnection connection, Locked held);
    }
}
