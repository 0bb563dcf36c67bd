package io.mnemesh.intelligence.performance.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.performance.MetricPoint;
import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * Series by the hour. {@link PointStore#add} counts points that no memory told; those of memories are read from the points that are
 * kept, so that nothing is left of a memory that is erased. Every method runs in the caller's tenant transaction.
 */
@ApplicationScoped
public class HourStore {

    /** Start of the hour a point lies in, in any time zone of the server. */
    static final String HOUR = "date_bin('1 hour', at, timestamptz '1970-01-01 00:00:00+00')";

    /** Values beyond this size are not added up. */
    static final String USABLE = "abs(value) < 1e290";

    /** What an hour is summed up by. */
    public enum Figure {
        MEAN("sum(total) / sum(points)"),
        LOWEST("min(lowest)"),
        HIGHEST("max(highest)");

        private final String sql;

        Figure(String sql) {
            this.sql = sql;
        }
    }

    /** The latest hours of a series, in order of time, each at its start. */
    public Uni<List<MetricPoint>> latest(SqlConnection connection, UUID series, Figure figure, int limit) {
        return query(
                        connection,
                        "select hour, figure from (select hour, " + figure.sql + " as figure from ("
                                + "select hour, points, total, lowest, highest from metric_hour where tenant = "
                                + TENANT
                                + " and series_id = $1 union all select " + HOUR + ", 1, value, value, value"
                                + " from metric_point where tenant = " + TENANT
                                + " and series_id = $1 and memory_id is not null and " + USABLE
                                + ") h group by hour order by hour desc limit $2) l order by hour",
                        series,
                        limit)
                .map(rows -> TenantSql.list(
                        rows, row -> new MetricPoint(TenantSql.time(row, "hour"), row.getDouble("figure"), null)));
    }

    /** Removes the hours beyond the latest ones. */
    public Uni<Void> prune(SqlConnection connection, UUID series, int kept) {
        return query(
                        connection,
                        "delete from metric_hour where tenant = " + TENANT
                                + " and series_id = $1 and hour < (select hour "
                                + "from metric_hour where tenant = " + TENANT
                                + " and series_id = $1 order by hour desc offset $2 limit 1)",
                        series,
                        kept - 1)
                .replaceWithVoid();
    }
}
