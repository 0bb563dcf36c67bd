package io.mnemesh.intelligence.performance.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;

/** Memories whose points must not come back. Every method runs in the caller's tenant transaction. */
@ApplicationScoped
public class MemoryTombstones {

    public Uni<Boolean> isBuried(SqlConnection connection, UUID memory) {
        return query(
                        connection,
                        "select exists (select 1 from metric_tombstone where tenant = " + TENANT
                                + " and memory_id = $1)",
                        memory)
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    public Uni<Void> bury(SqlConnection connection, UUID memory, Instant at) {
        return query(
                        connection,
                        "insert into metric_tombstone (tenant, memory_id, deleted_at) values (" + TENANT
                                + ", $1, $2) on conflict do nothing",
                        memory,
                        TenantSql.time(at))
                .replaceWithVoid();
    }
}
