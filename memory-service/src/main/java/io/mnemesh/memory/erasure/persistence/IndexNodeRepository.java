package io.mnemesh.memory.erasure.persistence;

import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Search indexes and the erasures they are free of. Every method joins the caller's transaction, which is of no tenant. */
@ApplicationScoped
public class IndexNodeRepository {

    /** An erasure an index is not free of yet. */
    public record Due(UUID erasure, TenantId tenant) {}

    /**
     * An index that is not free of an erasure.
     *
     * @param gone true if nothing was heard of it for so long that its disk counts as gone
     */
    public record Behind(UUID node, boolean gone) {}

    /** Tells that the index is there. One that is new has nothing of what was erased before it was made. */
    public Uni<Void> seen(SqlConnection connection, UUID node) {
        return connection
                .preparedQuery("insert into index_node (id, seen_at) values ($1, now()) on conflict do nothing")
                .execute(Tuple.of(node))
                .chain(made -> made.rowCount() == 1
                        ? connection
                                .preparedQuery("insert into index_erasure (erasure_id, node)"
                                        + " select id, $1 from erasure_queue where finished_at is not null")
                                .execute(Tuple.of(node))
                        : connection
                                .preparedQuery("update index_node set seen_at = now() where id = $1"
                                        + " and seen_at < now() - interval '30 seconds'")
                                .execute(Tuple.of(node)))
                .replaceWithVoid();
    }

    public Uni<List<Due>> due(SqlConnection connection, UUID node) {
        return connection
                .preparedQuery("select id, tenant from erasure_queue where index_due and not exists"
                        + " (select from index_erasure where erasure_id = erasure_queue.id and node = $1) order by id")
                .execute(Tuple.of(node))
                .map(rows -> stream(rows)
                        .map(row -> new Due(row.getUUID(0), new TenantId(row.getString(1))))
                        .toList());
    }

    public Uni<Void> free(SqlConnection connection, UUID node, UUID erasure) {
        return connection
                .preparedQuery("insert into index_erasure (erasure_id, node) values ($1, $2) on conflict do nothing")
                .execute(Tuple.of(erasure, node))
                .replaceWithVoid();
    }

    /** What was noted of this erasure no longer counts. */
    public Uni<Void> again(SqlConnection connection, UUID erasure) {
        return connection
                .preparedQuery("delete from index_erasure where erasure_id = $1")
                .execute(Tuple.of(erasure))
                .replaceWithVoid();
    }

    public Uni<List<Behind>> behind(SqlConnection connection, UUID erasure, Duration silence) {
        return connection
                .preparedQuery("select id, seen_at < now() - $2 * interval '1 millisecond' from index_node"
                        + " where not exists (select from index_erasure where erasure_id = $1 and node = index_node.id)"
                        + " order by id")
                .execute(Tuple.of(erasure, (double) silence.toMillis()))
                .map(rows -> stream(rows)
                        .map(row -> new Behind(row.getUUID(0), row.getBoolean(1)))
                        .toList());
    }

    /** Indexes that are free of it. */
    public Uni<List<UUID>> freed(SqlConnection connection, UUID erasure) {
        return connection
                .preparedQuery("select node from index_erasure where erasure_id = $1 order by node")
                .execute(Tuple.of(erasure))
                .map(rows -> stream(rows).map(row -> row.getUUID(0)).toList());
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
