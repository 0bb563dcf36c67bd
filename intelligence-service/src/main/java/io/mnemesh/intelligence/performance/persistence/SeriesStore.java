package io.mnemesh.intelligence.performance.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.performance.Series;
import io.mnemesh.intelligence.performance.SeriesName;
import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The series of a tenant. Every method runs in the caller's tenant transaction. The row of a series is the lock of all that belongs
 * to it: {@link #open} and {@link #lock} hold it until the transaction ends.
 */
@ApplicationScoped
public class SeriesStore {

    private static final String COLUMNS =
            "id, metric, source, unit, better, points, late, repeated, gaps, judged, judged_to, last_at, revision";

    /**
     * The series of this name, which is made if there is none.
     *
     * @param most series a tenant may have
     * @return null if there would be more
     */
    public Uni<@Nullable Series> open(
            SqlConnection connection,
            SeriesName name,
            @Nullable String unit,
            @Nullable String better,
            Instant at,
            int most) {
        return query(
                        connection,
                        "update metric_series set unit = coalesce($3, unit), better = coalesce($4, better), "
                                + "last_at = greatest(last_at, $5) where tenant = " + TENANT
                                + " and metric = $1 and source = $2 returning " + COLUMNS,
                        name.metric(),
                        name.source(),
                        unit,
                        better,
                        TenantSql.time(at))
                .flatMap(rows -> {
                    Series known = TenantSql.first(rows, SeriesStore::series);
                    return known != null
                            ? Uni.createFrom().item(known)
                            : create(connection, name, unit, better, at, most);
                });
    }

    private static Uni<@Nullable Series> create(
            SqlConnection connection,
            SeriesName name,
            @Nullable String unit,
            @Nullable String better,
            Instant at,
            int most) {
        return query(
                        connection,
                        "insert into metric_series as s (tenant, id, metric, source, unit, better, last_at) select "
                                + TENANT + ", $1::uuid, $2::text, $3::text, $4::text, $5::text, $6::timestamptz "
                                + "where (select count(*) from (select 1 from metric_series where tenant = " + TENANT
                                + " limit $7) n) < $7 on conflict (tenant, id) do update set "
                                + "last_at = greatest(s.last_at, excluded.last_at) "
                                + "returning " + COLUMNS,
                        name.id(),
                        name.metric(),
                        name.source(),
                        unit,
                        better,
                        TenantSql.time(at),
                        most)
                .map(rows -> TenantSql.first(rows, SeriesStore::series));
    }

    /** Holds a series; null if it is not there any more. */
    public Uni<@Nullable Series> lock(SqlConnection connection, UUID id) {
        return query(
                        connection,
                        "select " + COLUMNS + " from metric_series where tenant = " + TENANT
                                + " and id = $1 for update",
                        id)
                .map(rows -> TenantSql.first(rows, SeriesStore::series));
    }

    /** Counts points that came. */
    public Uni<Void> count(SqlConnection connection, UUID id, long points, long late, long repeated) {
        return query(
                        connection,
                        "update metric_series set points = points + $2, late = late + $3, repeated = repeated + $4 "
                                + "where tenant = " + TENANT + " and id = $1",
                        id,
                        points,
                        late,
                        repeated)
                .replaceWithVoid();
    }

    /** Notes how far a series is judged. @return its new revision */
    public Uni<Long> judged(SqlConnection connection, UUID id, long points, long gaps, Instant to) {
        return query(
                        connection,
                        "update metric_series set judged = judged + $2, gaps = gaps + $3, judged_to = $4, "
                                + "revision = revision + 1 where tenant = " + TENANT
                                + " and id = $1 returning revision",
                        id,
                        points,
                        gaps,
                        TenantSql.time(to))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /**
     * Notes that points of a series were taken away: what its detectors know is void, and what was told of it as well.
     *
     * @return true if no point was left and the series is gone
     */
    public Uni<Boolean> reduced(SqlConnection connection, UUID id, long points) {
        return query(
                        connection,
                        "delete from metric_series s where tenant = " + TENANT
                                + " and id = $1 and not exists (select 1 "
                                + "from metric_point p where p.tenant = s.tenant and p.series_id = s.id)",
                        id)
                .flatMap(rows -> rows.rowCount() > 0
                        ? Uni.createFrom().item(true)
                        : query(
                                        connection,
                                        "update metric_series set points = greatest(0, points - $2), "
                                                + "revision = revision + 1 where tenant = " + TENANT + " and id = $1",
                                        id,
                                        points)
                                .replaceWith(false));
    }

    /** Series by their latest point, newest first. */
    public Uni<List<Series>> latest(
            SqlConnection connection, @Nullable String metric, @Nullable String source, int limit) {
        return query(
                        connection,
                        "select " + COLUMNS + " from metric_series where tenant = " + TENANT
                                + " and ($1::text is null or metric = $1) and ($2::text is null or source = $2) "
                                + "order by last_at desc, id desc limit $3",
                        metric,
                        source,
                        limit)
                .map(rows -> TenantSql.list(rows, SeriesStore::series));
    }

    /** Series of some metrics by their latest point, newest first. */
    public Uni<List<Series>> latestOf(
            SqlConnection connection, List<String> metrics, @Nullable String source, int limit) {
        return query(
                        connection,
                        "select " + COLUMNS + " from metric_series where tenant = " + TENANT
                                + " and metric = any($1::text[]) and ($2::text is null or source = $2) "
                                + "order by last_at desc, id desc limit $3",
                        metrics.toArray(String[]::new),
                        source,
                        limit)
                .map(rows -> TenantSql.list(rows, SeriesStore::series));
    }

    private static Series series(Row row) {
        return new Series(
                row.getUUID("id"),
                new SeriesName(row.getString("metric"), row.getString("source")),
                row.getString("unit"),
                row.getString("better"),
                row.getLong("points"),
                row.getLong("late"),
                row.getLong("repeated"),
                row.getLong("gaps"),
                row.getLong("judged"),
                row.getOffsetDateTime("judged_to") == null ? null : TenantSql.time(row, "judged_to"),
                TenantSql.time(row, "last_at"),
                row.getLong("revision"));
    }
}
