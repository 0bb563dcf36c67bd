package io.mnemesh.gateway.passwords;

import io.mnemesh.mesh.postgres.QueuedConnections;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The password hashes in PostgreSQL. */
@ApplicationScoped
public class Passwords {

    private final QueuedConnections connections;

    Passwords(QueuedConnections connections) {
        this.connections = connections;
    }

    /** The hash of an account's password, or null if it has none. */
    public Uni<@Nullable String> find(TenantId tenant, String account) {
        return connections
                .with(connection -> connection
                        .preparedQuery("select hash from password where tenant = $1 and account = $2")
                        .execute(Tuple.of(tenant.value(), account)))
                .map(rows -> {
                    for (Row row : rows) {
                        return row.getString("hash");
                    }
                    return null;
                });
    }

    /** Sets the password of an account that is there. */
    public Uni<Void> set(SqlClient transaction, TenantId tenant, String account, String hash, Instant now) {
        return transaction
                .preparedQuery("insert into password (tenant, account, hash, changed_at) values ($1, $2, $3, $4)"
                        + " on conflict (tenant, account) do update set hash = $3, changed_at = $4")
                .execute(Tuple.of(tenant.value(), account, hash, now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** Stores a hash of the same password under other parameters, unless it was changed meanwhile. */
    public Uni<Void> renew(TenantId tenant, String account, String old, String hash) {
        return connections
                .with(connection -> connection
                        .preparedQuery(
                                "update password set hash = $4 where tenant = $1 and account = $2" + " and hash = $3")
                        .execute(Tuple.of(tenant.value(), account, old, hash)))
                .replaceWithVoid();
    }
}
