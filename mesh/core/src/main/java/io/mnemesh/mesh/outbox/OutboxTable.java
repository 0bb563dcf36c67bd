package io.mnemesh.mesh.outbox;

import io.mnemesh.mesh.stream.Partitioner;
import io.mnemesh.mesh.stream.StreamConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Queries on the {@code outbox} table. Thread-safe. */
@Singleton
final class OutboxTable {

    private static final String LOCK =
            "SELECT pg_try_advisory_xact_lock(hashtext('mnemesh-outbox'), hashtext(current_schema()))";
    private static final String HAS_WORK = "SELECT EXISTS (SELECT FROM outbox WHERE published_at IS NULL)";
    private static final String OLDEST =
            "SELECT id, fields FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT $1";
    private static final String MARK = """
            UPDATE outbox SET published_at = now(), partition = done.partition,
                stream_ms = done.stream_ms, stream_seq = done.stream_seq
            FROM unnest($1::bigint[], $2::integer[], $3::bigint[], $4::bigint[])
                AS done (id, partition, stream_ms, stream_seq)
            WHERE outbox.id = done.id
            """;
    private static final String SET_ASIDE = "UPDATE outbox SET published_at = now() WHERE id = ANY($1)";
    private static final String NEWEST = """
            SELECT newest.* FROM generate_series(0, $1 - 1) AS wanted (partition)
            CROSS JOIN LATERAL (
                SELECT id, partition, stream_ms, stream_seq FROM outbox WHERE outbox.partition = wanted.partition
                ORDER BY stream_ms DESC, stream_seq DESC LIMIT 1) AS newest
            """;
    private static final String BEFORE = """
            SELECT id, partition, stream_ms, stream_seq FROM outbox
            WHERE partition = $1 AND (stream_ms, stream_seq) < ($2, $3)
            ORDER BY stream_ms DESC, stream_seq DESC LIMIT $4
            """;
    private static final String UNMARK =
            "UPDATE outbox SET published_at = NULL, partition = NULL, stream_ms = NULL, stream_seq = NULL WHERE id = ANY($1)";
    private static final String PURGE = """
            DELETE FROM outbox WHERE id IN (
                SELECT id FROM outbox WHERE published_at < now() - $1 * interval '1 second' LIMIT $2)
            """;
    private static final String WAITING = """
            SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(appended_at)), 0)::double precision
            FROM outbox WHERE published_at IS NULL
            """;

    private final int partitions;

    @Inject
    OutboxTable(StreamConfig streams) {
        this.partitions = new Partitioner(streams.partitions()).partitions();
    }

    /** Takes the service's relay lock for the rest of the transaction, unless another instance has it. */
    Uni<Boolean> tryLock(SqlConnection connection) {
        return connection
                .query(LOCK)
                .execute()
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    Uni<Boolean> hasWork(SqlConnection connection) {
        return connection
                .preparedQuery(HAS_WORK)
                .execute()
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** The oldest committed rows that are not published. */
    Uni<List<Stored>> oldest(SqlConnection connection, int limit) {
        return connection
                .preparedQuery(OLDEST)
                .execute(Tuple.of(limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Stored(row.getLong(0), row.getString(1)))
                        .toList());
    }

    Uni<Void> mark(SqlConnection connection, List<Place> places) {
        return connection
                .preparedQuery(MARK)
                .execute(Tuple.of(
                        places.stream().map(Place::id).toArray(Long[]::new),
                        places.stream().map(Place::partition).toArray(Integer[]::new),
                        places.stream().map(Place::millis).toArray(Long[]::new),
                        places.stream().map(Place::sequence).toArray(Long[]::new)))
                .replaceWithVoid();
    }

    /** Takes rows that are no events out of the relay's way. */
    Uni<Void> setAside(SqlConnection connection, List<Long> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(SET_ASIDE)
                        .execute(Tuple.of(ids.toArray(Long[]::new)))
                        .replaceWithVoid();
    }

    /** The newest published row of each partition. */
    Uni<List<Place>> newest(SqlConnection connection) {
        return connection.preparedQuery(NEWEST).execute(Tuple.of(partitions)).map(OutboxTable::places);
    }

    /** Published rows of the place's partition that stand before it in the stream, newest first. */
    Uni<List<Place>> before(SqlConnection connection, Place place, int limit) {
        return connection
                .preparedQuery(BEFORE)
                .execute(Tuple.of(place.partition(), place.millis(), place.sequence(), limit))
                .map(OutboxTable::places);
    }

    /** Makes published rows unpublished. */
    Uni<Void> unmark(SqlConnection connection, List<Place> places) {
        return connection
                .preparedQuery(UNMARK)
                .execute(Tuple.of(places.stream().map(Place::id).toArray(Long[]::new)))
                .replaceWithVoid();
    }

    /** @return rows removed, at most {@code limit} */
    Uni<Integer> purge(SqlConnection connection, Duration retention, int limit) {
        return connection
                .preparedQuery(PURGE)
                .execute(Tuple.of((double) retention.toSeconds(), limit))
                .map(rows -> rows.rowCount());
    }

    Uni<Waiting> waiting(SqlConnection connection) {
        return connection.query(WAITING).execute().map(rows -> {
            var row = rows.iterator().next();
            return new Waiting(row.getLong(0), row.getDouble(1));
        });
    }

    private static List<Place> places(io.vertx.mutiny.sqlclient.RowSet<io.vertx.mutiny.sqlclient.Row> rows) {
        var places = new ArrayList<Place>(rows.size());
        rows.forEach(row -> places.add(new Place(row.getLong(0), row.getInteger(1), row.getLong(2), row.getLong(3))));
        return places;
    }

    /** A row that is not published. */
    record Stored(long id, String fields) {}

    /** Where a row was published. */
    record Place(long id, int partition, long millis, long sequence) {

        /** @param streamId {@code ms-seq} */
        static Place of(long id, int partition, String streamId) {
            int dash = streamId.indexOf('-');
            return new Place(
                    id,
                    partition,
                    Long.parseLong(streamId.substring(0, dash)),
                    Long.parseLong(streamId.substring(dash + 1)));
        }

        String streamId() {
            return millis + "-" + sequence;
        }
    }

    /** Rows that wait to be published, and the age of the oldest. */
    record Waiting(long events, double oldestSeconds) {}
}
