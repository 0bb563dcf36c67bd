package io.mnemesh.intelligence.errors.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;

/** What was found to come before errors. Every method runs in the caller's tenant transaction. */
@ApplicationScoped
public class PatternStore {

    /**
     * That something comes before the errors of a group.
     *
     * @param cause group id or label of what comes before
     */
    public record Found(UUID id, UUID group, String cause, long support, long episodes, double lift) {}

    /** Keeps a pattern; true if it was not known. */
    public Uni<Boolean> add(SqlConnection connection, Found found, Instant at) {
        return query(
                        connection,
                        "insert into error_pattern (tenant, id, group_id, cause, support, episodes, lift, detected_at) "
                                + "values (" + TENANT + ", $1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
                        found.id(),
                        found.group(),
                        found.cause(),
                        found.support(),
                        found.episodes(),
                        found.lift(),
                        TenantSql.time(at))
                .map(rows -> rows.rowCount() > 0);
    }
}
