package io.mnemesh.intelligence.workflow.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;

/** How far the log of a tenant's steps has come. Every method runs in the caller's tenant transaction. */
@ApplicationScoped
public class LogStore {

    private static final String COLUMNS = "version, epoch, look_at";

    /**
     * How far the log has come.
     *
     * @param version grows with every step
     * @param epoch   grows when steps were removed, so that only reading all of them again will do
     * @param lookAt  version from which patterns are looked for again
     */
    public record Revision(long version, long epoch, long lookAt) {}

    /** The state of a log that has never had a step. */
    public static final Revision NONE = new Revision(0, 0, 0);

    public Uni<Revision> revision(SqlConnection connection) {
        return query(connection, "select " + COLUMNS + " from workflow_log where tenant = " + TENANT)
                .map(rows -> {
                    Revision found = TenantSql.first(rows, LogStore::revision);
                    return found == null ? NONE : found;
                });
    }

    /** Makes this transaction the only one of the tenant that changes steps, until it ends; its step has this version. */
    public Uni<Revision> lock(SqlConnection connection) {
        return query(
                        connection,
                        "insert into workflow_log (tenant, version, epoch, look_at) values (" + TENANT
                                + ", 1, 1, 0) on conflict (tenant) do update set version = workflow_log.version + 1 "
                                + "returning " + COLUMNS)
                .map(rows -> revision(rows.iterator().next()));
    }

    /** What was learned so far does not hold any more; models are learned anew from the steps that are left. */
    public Uni<Void> renewEpoch(SqlConnection connection) {
        return query(connection, "update workflow_log set epoch = epoch + 1 where tenant = " + TENANT)
                .replaceWithVoid();
    }

    /** Plans the next search for patterns. */
    public Uni<Void> lookAt(SqlConnection connection, long version) {
        return query(connection, "update workflow_log set look_at = $1 where tenant = " + TENANT, version)
                .replaceWithVoid();
    }

    private static Revision revision(Row row) {
        return new Revision(row.getLong(0), row.getLong(1), row.getLong(2));
    }
}
