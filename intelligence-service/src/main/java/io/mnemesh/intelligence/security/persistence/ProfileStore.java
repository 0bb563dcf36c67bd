package io.mnemesh.intelligence.security.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is usual of the tokens of a tenant. Every method runs in the caller's tenant transaction. */
@ApplicationScoped
public class ProfileStore {

    /** Reads profiles and keeps others from changing them until the transaction ends; those that are not there are left out. */
    public Uni<Map<String, byte[]>> lock(SqlConnection connection, List<String> callers) {
        return query(
                        connection,
                        "select caller, profile from access_profile where tenant = " + TENANT
                                + " and caller = any($1) order by caller for update",
                        (Object) callers.toArray(String[]::new))
                .map(rows -> {
                    var found = new HashMap<String, byte[]>();
                    rows.forEach(row -> found.put(
                            row.getString("caller"), row.getBuffer("profile").getBytes()));
                    return found;
                });
    }

    public Uni<Void> put(SqlConnection connection, Map<String, byte[]> profiles, Instant at) {
        return profiles.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery("insert into access_profile (tenant, caller, last_at, profile) values (" + TENANT
                                + ", $1, $2, $3) on conflict (tenant, caller) do update set last_at = $2, profile = $3")
                        .executeBatch(profiles.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(one -> TenantSql.tuple(
                                        one.getKey(), TenantSql.time(at), Buffer.buffer(one.getValue())))
                                .toList())
                        .replaceWithVoid();
    }

    public Uni<Void> removeBefore(SqlConnection connection, Instant oldest) {
        return query(
                        connection,
                        "delete from access_profile where tenant = " + TENANT + " and last_at < $1",
                        TenantSql.time(oldest))
                .replaceWithVoid();
    }
}
