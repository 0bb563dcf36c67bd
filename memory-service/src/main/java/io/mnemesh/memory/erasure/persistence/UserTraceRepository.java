package io.mnemesh.memory.erasure.persistence;

import io.mnemesh.memory.erasure.OpenErasure;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;

/**
 * What memory-service keeps of a user beside memories: imports with the lines that were refused, and what the user is at.
 * Every method joins the caller's tenant transaction.
 */
@ApplicationScoped
public class UserTraceRepository {

    /** Lines that were sent before become memories first, and words of erased memories leave the names of clusters. */
    private static final String UNDER_WAY = """
            select exists (select from memory_import_line line
                    join memory_import job on job.tenant = line.tenant and job.id = line.import_id
                    where line.tenant = $1 and job.created_at <= $2)
                or exists (select from memory_cluster_change where tenant = $1)""";

    /** The report of a refused line may quote what was sent. */
    private static final String REFUSED_LINES =
            "delete from memory_import_error where tenant = $1 and position(to_json($2::text)::text in problem) > 0";

    /** Whether something that holds contents has to be worked off before an erasure can be complete. */
    public Uni<Boolean> underWay(SqlConnection connection, OpenErasure erasure) {
        return connection
                .preparedQuery(UNDER_WAY)
                .execute(
                        Tuple.of(erasure.tenant().value(), erasure.requestedAt().atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Forgets the user's imports, refused lines that name the user, and what the user is at. @return how many rows */
    public Uni<Integer> forget(SqlConnection connection, TenantId tenant, String user) {
        Tuple row = Tuple.of(tenant.value(), user);
        return connection
                .preparedQuery("delete from memory_import where tenant = $1 and created_by = $2")
                .execute(row)
                .chain(imports -> connection
                        .preparedQuery(REFUSED_LINES)
                        .execute(row)
                        .chain(lines -> connection
                                .preparedQuery("delete from memory_current_context where tenant = $1 and subject = $2")
                                .execute(row)
                                .map(contexts -> imports.rowCount() + lines.rowCount() + contexts.rowCount())));
    }
}
