package io.mnemesh.intelligence.workflow.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The patterns that were told of. Every method runs in the caller's tenant transaction. */
@ApplicationScoped
public class ToldPatternStore {

    /** Keeps a pattern; true if it was not known. */
    public Uni<Boolean> add(SqlConnection connection, UUID id, List<String> activities, long cases, Instant at) {
        return query(
                        connection,
                        "insert into workflow_pattern (tenant, id, activities, cases, detected_at) values (" + TENANT
                                + ", $1, $2, $3, $4) on conflict do nothing",
                        id,
                        activities.toArray(String[]::new),
                        cases,
                        at.atOffset(ZoneOffset.UTC))
                .map(rows -> rows.rowCount() > 0);
    }

    /** The ids of the patterns by their activities. */
    public Uni<Map<List<String>, UUID>> ids(SqlConnection connection) {
        return query(connection, "select id, activities from workflow_pattern where tenant = " + TENANT)
                .map(rows -> {
                    var ids = new HashMap<List<String>, UUID>();
                    rows.forEach(row -> ids.put(List.of(row.getArrayOfStrings("activities")), row.getUUID("id")));
                    return ids;
                });
    }

    /** Removes the patterns with activities that no step has any more. */
    public Uni<Void> removeUnfounded(SqlConnection connection) {
        return query(
                        connection,
                        "delete from workflow_pattern p where tenant = " + TENANT
                                + " and exists (select 1 from unnest(p.activities) name where not exists (select 1"
                                + " from workflow_step s where s.tenant = " + TENANT + " and s.activity = name))")
                .replaceWithVoid();
    }
}
