package io.mnemesh.intelligence.workflow.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Stored models. Every method runs in the caller's tenant transaction. */
@ApplicationScoped
public class SnapshotStore {

    /** A model as it was after a version of the log. */
    public record Snapshot(long version, byte[] model) {}

    /** The stored model of this epoch in this format, if there is one. */
    public Uni<@Nullable Snapshot> find(SqlConnection connection, long epoch, int format) {
        return query(
                        connection,
                        "select version, model from workflow_snapshot where tenant = " + TENANT
                                + " and epoch = $1 and format = $2",
                        epoch,
                        format)
                .map(rows -> TenantSql.first(
                        rows,
                        row -> new Snapshot(
                                row.getLong("version"), row.getBuffer("model").getBytes())));
    }

    /**
     * Stores a model, unless the epoch is over or a later one is stored. The row of the log is held, so that no erasure comes
     * between.
     */
    public Uni<Void> store(SqlConnection connection, long epoch, int format, Snapshot snapshot) {
        return query(
                        connection,
                        "with log as (select epoch from workflow_log where tenant = " + TENANT
                                + " and epoch = $1 for update) "
                                + "insert into workflow_snapshot as s (tenant, epoch, version, format, model) select "
                                + TENANT
                                + ", epoch, $2::bigint, $3::integer, $4::bytea from log on conflict (tenant) do update"
                                + " set epoch = excluded.epoch, version = excluded.version, format = excluded.format,"
                                + " model = excluded.model where (s.epoch, s.version) < (excluded.epoch,"
                                + " excluded.version) or s.format <> excluded.format",
                        epoch,
                        snapshot.version(),
                        format,
                        Buffer.buffer(snapshot.model()))
                .replaceWithVoid();
    }

    public Uni<Void> remove(SqlConnection connection) {
        return query(connection, "delete from workflow_snapshot where tenant = " + TENANT)
                .replaceWithVoid();
    }
}
