package io.mnemesh.intelligence.association.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.association.evidence.Shares;
import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * What users found useful where: one row for each user, memory and thing that the context said. Estimates are made from the rows when they
 * are asked for, so that they are always those of what is there. Every method runs in the caller's tenant transaction.
 */
@ApplicationScoped
public class RatingStore {

    /** Most memories of one look. */
    private static final int MOST = 500;

    /** Users are counted among others only: $2 asks. */
    private static final String FOUND = """
            with ratings as (
                select asked.key, rated.memory_id, rated.rating, rated.person,
                    power(0.5::float8, greatest(0, extract(epoch from $4::timestamptz - rated.at)::float8 / $5::float8)) as weight
                from unnest($1::uuid[]) as asked(key)
                cross join lateral (
                    select memory_id, person, rating, at from association_rating
                    where tenant = current_setting('mnemesh.tenant') and context_key = asked.key and person <> $2 and at >= $6
                    order by at desc limit $7) as rated),
            present as materialized (select key, count(distinct person) as people from ratings group by key),
            found as materialized (
                select key, memory_id, count(*) filter (where rating > 0) as support,
                    coalesce(sum(weight) filter (where rating > 0), 0) as useful,
                    coalesce(sum(case when rating = 0 then weight else 2 * weight end) filter (where rating <= 0), 0) as against
                from ratings group by key, memory_id having count(*) filter (where rating > 0) >= $3)
            select found.key, found.memory_id, support, useful, against, people,
                (select count(distinct person) from association_rating elsewhere
                    where elsewhere.tenant = current_setting('mnemesh.tenant') and elsewhere.memory_id = found.memory_id
                    and rating > 0 and person <> $2 and at >= $6) as anywhere,
                (select count(*) from association_person where tenant = current_setting('mnemesh.tenant')
                    and takes_part and person <> $2) as everybody
            from found join present on present.key = found.key order by useful desc, found.memory_id limit $8""";

    /** A rating of some time: 1 useful, 0 of no use, -1 wrong. */
    public record Rating(UUID memory, String person, int value, Instant at) {}

    /** How a memory stands with one thing that the context says. */
    public record Found(UUID key, UUID memory, Shares shares) {}

    /**
     * What is counted, and how.
     *
     * @param users    fewest users who found it useful
     * @param oldest   earlier ratings are not looked at
     * @param lookedAt latest ratings of each key
     */
    public record Look(int users, Instant now, Duration halfLife, Instant oldest, int lookedAt) {}

    /** Notes it for each of these, in place of what the same user said before of the memory there. */
    public Uni<Void> put(SqlConnection connection, Rating rating, Collection<UUID> keys) {
        return query(
                        connection,
                        "insert into association_rating (tenant, context_key, memory_id, person, rating, at) select "
                                + TENANT
                                + ", key, $2::uuid, $3::text, $4::smallint, $5::timestamptz from unnest($1::uuid[]) as told(key) "
                                + "on conflict (tenant, context_key, memory_id, person) do update "
                                + "set rating = excluded.rating, at = excluded.at where association_rating.at <= excluded.at",
                        keys.toArray(UUID[]::new),
                        rating.memory(),
                        rating.person(),
                        (short) rating.value(),
                        TenantSql.time(rating.at()))
                .replaceWithVoid();
    }

    /** What is wrong is wrong in every context the user named. */
    public Uni<Void> wrongEverywhere(SqlConnection connection, Rating rating) {
        return query(
                        connection,
                        "update association_rating set rating = -1, at = $3 where tenant = " + TENANT
                                + " and memory_id = $1 and person = $2 and at <= $3",
                        rating.memory(),
                        rating.person(),
                        TenantSql.time(rating.at()))
                .replaceWithVoid();
    }

    /**
     * Takes back what the user said of a memory before.
     *
     * @param onlyWrong only where they called it wrong
     */
    public Uni<Void> withdraw(SqlConnection connection, UUID memory, String person, Instant at, boolean onlyWrong) {
        return query(
                        connection,
                        "delete from association_rating where tenant = " + TENANT
                                + " and memory_id = $1 and person = $2 and at <= $3 and (rating < 0 or not $4::boolean)",
                        memory,
                        person,
                        TenantSql.time(at),
                        onlyWrong)
                .replaceWithVoid();
    }

    /** What others than this user found useful where one of these things was said, what counts most first. */
    public Uni<List<Found>> found(SqlConnection connection, Collection<UUID> keys, String except, Look look) {
        return query(
                        connection,
                        FOUND,
                        keys.toArray(UUID[]::new),
                        except,
                        look.users(),
                        TenantSql.time(look.now()),
                        (double) look.halfLife().toSeconds(),
                        TenantSql.time(look.oldest()),
                        look.lookedAt(),
                        MOST)
                .map(rows -> TenantSql.list(rows, RatingStore::found));
    }

    /** @return how many of the memories were rated */
    public Uni<Long> forgetMemories(SqlConnection connection, Collection<UUID> memories) {
        return query(
                        connection,
                        "with gone as (delete from association_rating where tenant = " + TENANT
                                + " and memory_id = any($1) returning memory_id) select count(distinct memory_id) from gone",
                        (Object) memories.toArray(UUID[]::new))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** @return rows */
    public Uni<Long> forgetPerson(SqlConnection connection, String person) {
        return query(connection, "delete from association_rating where tenant = " + TENANT + " and person = $1", person)
                .map(RatingStore::count);
    }

    /** Forgets all of the tenant. @return rows */
    public Uni<Long> forgetAll(SqlConnection connection) {
        return query(connection, "delete from association_rating where tenant = " + TENANT)
                .map(RatingStore::count);
    }

    /** Removes the oldest, no more than {@code limit}. @return rows */
    public Uni<Long> removeBefore(SqlConnection connection, Instant oldest, int limit) {
        return query(connection, removeOldest("$1"), TenantSql.time(oldest), limit)
                .map(RatingStore::count);
    }

    /** Removes the oldest beyond so many, up to those of one time and no more than {@code limit}. @return rows */
    public Uni<Long> removeBeyond(SqlConnection connection, int kept, int limit) {
        return query(
                        connection,
                        removeOldest("(select at from association_rating where tenant = " + TENANT
                                + " order by at desc offset $1 limit 1)"),
                        kept - 1,
                        limit)
                .map(RatingStore::count);
    }

    /** At most $2 of those from before the time. */
    private static String removeOldest(String before) {
        return "delete from association_rating where tenant = " + TENANT
                + " and ctid = any(array(select ctid from association_rating where tenant = " + TENANT + " and at < "
                + before + " order by at limit $2))";
    }

    private static Long count(RowSet<Row> rows) {
        return (long) rows.rowCount();
    }

    private static Found found(Row row) {
        return new Found(
                row.getUUID("key"),
                row.getUUID("memory_id"),
                new Shares(
                        row.getLong("support"),
                        row.getDouble("useful"),
                        row.getDouble("against"),
                        row.getLong("people"),
                        row.getLong("anywhere"),
                        row.getLong("everybody")));
    }
}
