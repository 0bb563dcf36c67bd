package io.mnemesh.intelligence.performance.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.anomaly.Level;
import io.mnemesh.intelligence.anomaly.Vote;
import io.mnemesh.intelligence.performance.Anomaly;
import io.mnemesh.intelligence.performance.AnomalyFilter;
import io.mnemesh.intelligence.performance.SeriesName;
import io.mnemesh.intelligence.sql.Position;
import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The anomalies of a tenant, kept for {@value #DAYS} days. Every method runs in the caller's tenant transaction. */
@ApplicationScoped
public class AnomalyStore {

    private static final int DAYS = 90;

    /** Rows that go when one comes, so that a tenant's rows stay bounded by what is found in that time. */
    private static final int PURGED = 10;

    private static final String SELECT = "select a.id, a.series_id, s.metric, s.source, a.memory_id, a.level, a.score, "
            + "a.value, a.expected, a.low, a.high, a.votes, a.points, a.last_ordinal, a.worst_at, a.started_at, a.last_at "
            + "from anomaly a join metric_series s on s.tenant = a.tenant and s.id = a.series_id where a.tenant = "
            + TENANT;

    /** The latest anomaly of a series, if its last point is at or after this number. */
    public Uni<@Nullable Anomaly> latest(SqlConnection connection, UUID series, long fromOrdinal) {
        return query(
                        connection,
                        SELECT + " and a.series_id = $1 and a.last_ordinal >= $2 order by a.last_ordinal desc limit 1",
                        series,
                        fromOrdinal)
                .map(rows -> TenantSql.first(rows, AnomalyStore::anomaly));
    }

    /** Stores an anomaly anew or as it has become. */
    public Uni<Void> save(SqlConnection connection, Anomaly anomaly) {
        return query(
                        connection,
                        "insert into anomaly (tenant, id, series_id, memory_id, level, score, value, expected, low, high, "
                                + "votes, points, last_ordinal, worst_at, started_at, last_at) values (" + TENANT
                                + ", $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict "
                                + "(tenant, id) do update set memory_id = excluded.memory_id, level = excluded.level, "
                                + "score = excluded.score, value = excluded.value, expected = excluded.expected, "
                                + "low = excluded.low, high = excluded.high, votes = excluded.votes, "
                                + "points = excluded.points, last_ordinal = excluded.last_ordinal, "
                                + "worst_at = excluded.worst_at, last_at = excluded.last_at",
                        anomaly.id(),
                        anomaly.seriesId(),
                        anomaly.memoryId(),
                        (short) anomaly.level().rank(),
                        anomaly.score(),
                        anomaly.value(),
                        anomaly.expected(),
                        anomaly.low(),
                        anomaly.high(),
                        written(anomaly.votes()),
                        anomaly.points(),
                        anomaly.lastOrdinal(),
                        TenantSql.time(anomaly.worstAt()),
                        TenantSql.time(anomaly.startedAt()),
                        TenantSql.time(anomaly.lastAt()))
                .flatMap(ignored -> query(
                        connection,
                        "delete from anomaly where tenant = " + TENANT + " and id in (select id from anomaly where "
                                + "tenant = " + TENANT + " and started_at < now() - interval '" + DAYS
                                + " days' and found_at < now() - interval '" + DAYS
                                + " days' order by started_at limit " + PURGED + ")"))
                .replaceWithVoid();
    }

    /** Anomalies by their beginning, newest first, after the given position. */
    public Uni<List<Anomaly>> page(
            SqlConnection connection, AnomalyFilter filter, @Nullable Position after, int limit) {
        Level least = filter.atLeast();
        Instant from = filter.from();
        Instant to = filter.to();
        return query(
                        connection,
                        SELECT + " and ($1::text is null or s.metric = $1) and ($2::text is null or s.source = $2) "
                                + "and ($3::smallint is null or a.level >= $3) "
                                + "and ($4::timestamptz is null or a.last_at >= $4) "
                                + "and ($5::timestamptz is null or a.started_at < $5) "
                                + "and ($6::timestamptz is null or (a.started_at, a.id) < ($6, $7::uuid)) "
                                + "order by a.started_at desc, a.id desc limit $8",
                        filter.metric(),
                        filter.source(),
                        least == null ? null : (short) least.rank(),
                        from == null ? null : TenantSql.time(from),
                        to == null ? null : TenantSql.time(to),
                        after == null ? null : TenantSql.time(after.at()),
                        after == null ? null : after.id(),
                        limit)
                .map(rows -> TenantSql.list(rows, AnomalyStore::anomaly));
    }

    /** The latest anomalies of a series, newest first. */
    public Uni<List<Anomaly>> ofSeries(SqlConnection connection, UUID series, int limit) {
        return query(connection, SELECT + " and a.series_id = $1 order by a.last_ordinal desc limit $2", series, limit)
                .map(rows -> TenantSql.list(rows, AnomalyStore::anomaly));
    }

    /** Removes the anomalies that a memory told of. */
    public Uni<Integer> forget(SqlConnection connection, UUID memory) {
        return query(connection, "delete from anomaly where tenant = " + TENANT + " and memory_id = $1", memory)
                .map(rows -> rows.rowCount());
    }

    private static Anomaly anomaly(Row row) {
        return new Anomaly(
                row.getUUID("id"),
                row.getUUID("series_id"),
                new SeriesName(row.getString("metric"), row.getString("source")),
                row.getUUID("memory_id"),
                Level.ofRank(row.getShort("level")),
                row.getDouble("score"),
                row.getDouble("value"),
                row.getDouble("expected"),
                row.getDouble("low"),
                row.getDouble("high"),
                read(row.getString("votes")),
                row.getInteger("points"),
                row.getLong("last_ordinal"),
                TenantSql.time(row, "worst_at"),
                TenantSql.time(row, "started_at"),
                TenantSql.time(row, "last_at"));
    }

    /** One line for each vote: detector, surprise and meaning, parted by tabs. */
    private static String written(List<Vote> votes) {
        return votes.stream()
                .map(vote -> vote.detector() + "\t" + vote.surprise() + "\t" + vote.meaning())
                .collect(Collectors.joining("\n"));
    }

    private static List<Vote> read(String votes) {
        return votes.isEmpty()
                ? List.of()
                : Arrays.stream(votes.split("\n", -1))
                        .map(line -> line.split("\t", 3))
                        .map(parts -> new Vote(parts[0], Double.parseDouble(parts[1]), parts[2]))
                        .toList();
    }
}
