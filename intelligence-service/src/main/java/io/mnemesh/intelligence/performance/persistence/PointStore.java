package io.mnemesh.intelligence.performance.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.performance.MetricPoint;
import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The points of series. Every method runs in the caller's tenant transaction, which holds the series if it writes. */
@ApplicationScoped
public class PointStore {

    private static final String WHERE = " from metric_point where tenant = " + TENANT + " and series_id = $1";

    /** Points that were added, and how many of them are dated before what was judged. */
    public record Added(long points, long late) {}

    /**
     * Adds points to a series, and those that no memory told to its hours; for a time there is one at already nothing is added.
     *
     * @param judgedTo time up to which the series is judged; null if it is not
     */
    public Uni<Added> add(SqlConnection connection, UUID series, List<MetricPoint> points, @Nullable Instant judgedTo) {
        return query(
                        connection,
                        "with added as (insert into metric_point (tenant, series_id, at, value, memory_id, late) select "
                                + TENANT
                                + ", $1::uuid, p.at, p.value, p.memory, coalesce(p.at <= $5::timestamptz, false) from unnest("
                                + "$2::timestamptz[], $3::float8[], $4::uuid[]) p(at, value, memory) "
                                + "on conflict do nothing returning at, value, memory_id, late), "
                                + "hours as (insert into metric_hour as h (tenant, series_id, hour, points, total, lowest, highest) "
                                + "select " + TENANT + ", $1::uuid, " + HourStore.HOUR
                                + ", count(*), sum(value), min(value), max(value) from added where memory_id is null and "
                                + HourStore.USABLE
                                + " group by 3 order by 3 on conflict (tenant, series_id, hour) do update set "
                                + "points = h.points + excluded.points, total = h.total + excluded.total, "
                                + "lowest = least(h.lowest, excluded.lowest), highest = greatest(h.highest, excluded.highest)) "
                                + "select late from added",
                        series,
                        points.stream().map(point -> TenantSql.time(point.at())).toArray(OffsetDateTime[]::new),
                        points.stream().map(MetricPoint::value).toArray(Double[]::new),
                        points.stream().map(MetricPoint::memoryId).toArray(UUID[]::new),
                        judgedTo == null ? null : TenantSql.time(judgedTo))
                .map(rows -> {
                    List<Boolean> added = TenantSql.list(rows, row -> row.getBoolean(0));
                    return new Added(
                            added.size(), added.stream().filter(late -> late).count());
                });
    }

    /**
     * The next points to be judged, in order of time: all up to the latest one that came so long ago that others of its time have
     * come as well.
     */
    public Uni<List<MetricPoint>> toJudge(
            SqlConnection connection, UUID series, @Nullable Instant after, Duration settle, int limit) {
        String unseen = WHERE + " and not late and ($2::timestamptz is null or at > $2)";
        return query(
                        connection,
                        "select at, value, memory_id" + unseen + " and at <= (select max(at)" + unseen
                                + " and came_at <= now() - $3 * interval '1 millisecond') order by at limit $4",
                        series,
                        after == null ? null : TenantSql.time(after),
                        (double) settle.toMillis(),
                        limit)
                .map(rows -> TenantSql.list(rows, PointStore::point));
    }

    /** Whether there are points to be judged. */
    public Uni<Boolean> isAnyLeft(SqlConnection connection, UUID series, @Nullable Instant after) {
        return query(
                        connection,
                        "select exists (select 1" + WHERE + " and not late and ($2::timestamptz is null or at > $2))",
                        series,
                        after == null ? null : TenantSql.time(after))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Points that were judged after a time, in order of time. */
    public Uni<List<MetricPoint>> judged(SqlConnection connection, UUID series, @Nullable Instant after, Instant to) {
        return query(
                        connection,
                        "select at, value, memory_id" + WHERE
                                + " and not late and ($2::timestamptz is null or at > $2) and at <= $3 order by at",
                        series,
                        after == null ? null : TenantSql.time(after),
                        TenantSql.time(to))
                .map(rows -> TenantSql.list(rows, PointStore::point));
    }

    /** The latest points of a series, late ones too, in order of time. */
    public Uni<List<MetricPoint>> latest(SqlConnection connection, UUID series, int limit) {
        return query(
                        connection,
                        "select at, value, memory_id from (select at, value, memory_id" + WHERE
                                + " order by at desc limit $2) l order by at",
                        series,
                        limit)
                .map(rows -> TenantSql.list(rows, PointStore::point));
    }

    /** Removes the points beyond the latest ones, but none that is not judged yet. */
    public Uni<Void> prune(SqlConnection connection, UUID series, int kept, Instant judgedTo) {
        return query(
                        connection,
                        "delete" + WHERE + " and at <= $3 and at < (select at" + WHERE
                                + " order by at desc offset $2 limit 1)",
                        series,
                        kept - 1,
                        TenantSql.time(judgedTo))
                .replaceWithVoid();
    }

    /** The series that a memory told a point of. */
    public Uni<List<UUID>> seriesOf(SqlConnection connection, UUID memory) {
        return query(
                        connection,
                        "select distinct series_id from metric_point where tenant = " + TENANT + " and memory_id = $1",
                        memory)
                .map(rows -> TenantSql.list(rows, row -> row.getUUID(0)));
    }

    /** Removes what a memory told of a series. */
    public Uni<Integer> remove(SqlConnection connection, UUID series, UUID memory) {
        return query(connection, "delete" + WHERE + " and memory_id = $2", series, memory)
                .map(rows -> rows.rowCount());
    }

    private static MetricPoint point(Row row) {
        return new MetricPoint(TenantSql.time(row, "at"), row.getDouble("value"), row.getUUID("memory_id"));
    }
}
