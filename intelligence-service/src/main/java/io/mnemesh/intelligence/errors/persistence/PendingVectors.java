package io.mnemesh.intelligence.errors.persistence;

import io.mnemesh.intelligence.sql.TenantSql;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Work list of vectors to be computed, over all tenants. It names memories and holds nothing of them. */
@ApplicationScoped
public class PendingVectors {

    /**
     * Takes due entries for a while, so that several instances share the work. What is not done by then is due again.
     *
     * @param leaseMillis how long they are taken for
     */
    public Uni<Map<TenantId, List<UUID>>> take(SqlConnection connection, int limit, long leaseMillis) {
        return TenantSql.query(
                        connection,
                        "update vector_pending p set due_at = now() + $2 * interval '1 millisecond' from (select tenant, "
                                + "memory_id from vector_pending where due_at <= now() order by due_at limit $1 "
                                + "for update skip locked) d where p.tenant = d.tenant and p.memory_id = d.memory_id "
                                + "returning p.tenant, p.memory_id",
                        limit,
                        (double) leaseMillis)
                .map(rows -> {
                    var taken = new LinkedHashMap<TenantId, List<UUID>>();
                    rows.forEach(row -> taken.computeIfAbsent(
                                    new TenantId(row.getString("tenant")), tenant -> new ArrayList<>())
                            .add(row.getUUID("memory_id")));
                    return taken;
                });
    }

    /** Gives up entries of the tenant for now; they are due again after a while. */
    public Uni<Void> putBack(SqlConnection connection, List<UUID> memories, long waitMillis) {
        return TenantSql.query(
                        connection,
                        "update vector_pending set due_at = now() + $2 * interval '1 millisecond' where tenant = "
                                + TenantSql.TENANT + " and memory_id = any($1)",
                        memories.toArray(UUID[]::new),
                        (double) waitMillis)
                .replaceWithVoid();
    }
}
