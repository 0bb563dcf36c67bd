package io.mnemesh.intelligence.errors.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** When errors happened, and what else did around them. Every method runs in the caller's tenant transaction. */
@ApplicationScoped
public class HistoryStore {

    /** Time before and after an error that belongs to it, and length of the windows of activity. */
    public static final Duration WINDOW = Duration.ofMinutes(10);

    private static final long SECONDS = WINDOW.toSeconds();
    private static final int OCCURRENCES = 1_000;
    private static final int EPISODES = 50;
    private static final int AROUND = 200;
    private static final String SLOT = "floor(extract(epoch from %s) / " + SECONDS + ")::bigint";

    private static final String COUNTS =
            "select count(*) filter (where occurred_at > $2::timestamptz - interval '1 hour') as last_hour, "
                    + "count(*) filter (where occurred_at > $2::timestamptz - interval '1 day') as last_day, "
                    + "count(*) as last_week from error_occurrence where tenant = " + TENANT
                    + " and group_id = $1 and occurred_at > $2::timestamptz - interval '7 days' "
                    + "and occurred_at <= $2::timestamptz";

    private static final String SPAN = "interval '" + SECONDS + " seconds'";

    /** Beginnings of the latest times that the errors of a group came, each with some peace before it. */
    private static final String EPISODE = "with latest as (select occurred_at as t, lead(occurred_at) over "
            + "(order by occurred_at desc) as earlier from (select occurred_at from error_occurrence where tenant = "
            + TENANT + " and group_id = $1 order by occurred_at desc limit " + OCCURRENCES
            + ") o), episode as (select row_number() over () as n, t from (select t from latest where earlier is null "
            + "or earlier < t - " + SPAN + " order by t desc limit " + EPISODES + ") e) ";

    private static final String NEIGHBOURS = EPISODE
            + ", around as (select e.n, o.group_id, null::text as label, o.occurred_at < e.t as preceding "
            + "from episode e cross join lateral (select group_id, occurred_at from error_occurrence where tenant = "
            + TENANT + " and occurred_at between e.t - " + SPAN + " and e.t + " + SPAN
            + " and group_id <> $1 order by occurred_at limit " + AROUND
            + ") o union all select e.n, null, s.label, s.happened < e.t from episode e cross join lateral "
            + "(select label, happened from error_signal where tenant = " + TENANT + " and happened between e.t - "
            + SPAN
            + " and e.t + " + SPAN + " order by happened limit " + AROUND
            + ") s) select a.group_id, a.label, g.template, count(distinct n) as seen, "
            + "count(distinct n) filter (where preceding) as preceded, (select count(*) from episode) as looked_at "
            + "from around a left join error_group g on g.tenant = " + TENANT
            + " and g.id = a.group_id group by 1, 2, 3 order by 5 desc, 4 desc, 1, 2 limit 12";

    /** How often errors of a group happened in the hour, day and week before a time. */
    public record Counts(long hour, long day, long week) {}

    /**
     * Something seen around the errors of a group.
     *
     * @param group    group of other errors; null for another event
     * @param text     template of that group, or label of the event
     * @param episodes episodes in which it was seen at all
     * @param before   episodes in which it was seen before the error
     * @param all      episodes that were looked at
     */
    public record Neighbour(@Nullable UUID group, String text, long episodes, long before, long all) {}

    /** Notes that something happened at a time. */
    static Uni<Void> markActive(SqlConnection connection, Instant at) {
        return query(
                        connection,
                        "insert into error_activity (tenant, slot) values (" + TENANT + ", "
                                + SLOT.formatted("$1::timestamptz") + ") on conflict do nothing",
                        TenantSql.time(at))
                .replaceWithVoid();
    }

    public Uni<Counts> counts(SqlConnection connection, UUID group, Instant now) {
        return query(connection, COUNTS, group, TenantSql.time(now)).map(rows -> {
            var row = rows.iterator().next();
            return new Counts(row.getLong("last_hour"), row.getLong("last_day"), row.getLong("last_week"));
        });
    }

    /** Episodes of a group, at most as many as are looked at. */
    public Uni<Long> episodes(SqlConnection connection, UUID group) {
        return query(connection, EPISODE + "select count(*) from episode", group)
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** What was seen around the latest episodes of a group, most often first. */
    public Uni<List<Neighbour>> neighbours(SqlConnection connection, UUID group) {
        return query(connection, NEIGHBOURS, group)
                .map(rows -> TenantSql.list(rows, row -> {
                    UUID other = row.getUUID("group_id");
                    String text = other == null ? row.getString("label") : row.getString("template");
                    return new Neighbour(
                            other, text, row.getLong("seen"), row.getLong("preceded"), row.getLong("looked_at"));
                }));
    }

    /** Share of the windows of activity, 0 to 1, that hold each of these, in their order. */
    public Uni<List<Double>> usual(SqlConnection connection, List<Neighbour> neighbours) {
        var groups = new @Nullable UUID[neighbours.size()];
        var labels = new @Nullable String[neighbours.size()];
        for (int i = 0; i < groups.length; i++) {
            Neighbour one = neighbours.get(i);
            groups[i] = one.group();
            labels[i] = one.group() == null ? one.text() : null;
        }
        return query(
                        connection,
                        "select case when x.id is not null then (select count(distinct " + SLOT.formatted("occurred_at")
                                + ") from error_occurrence where tenant = " + TENANT
                                + " and group_id = x.id) else (select count(distinct " + SLOT.formatted("happened")
                                + ") from error_signal where tenant = " + TENANT
                                + " and label = x.label) end::float8 / greatest(1, (select count(*) from error_activity "
                                + "where tenant = " + TENANT
                                + ")) from unnest($1::uuid[], $2::text[]) with ordinality x(id, label, i) order by x.i",
                        groups,
                        labels)
                .map(rows -> TenantSql.list(rows, row -> row.getDouble(0)));
    }
}
