package io.mnemesh.gateway.access;

import io.mnemesh.mesh.postgres.QueuedConnections;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The API keys in PostgreSQL. */
@ApplicationScoped
class ApiKeys {

    private static final String COLUMNS = "id, tenant, subject, label, roles, scopes, created_at, created_by";

    private final QueuedConnections connections;

    ApiKeys(QueuedConnections connections) {
        this.connections = connections;
    }

    /** The key with this digest, or null. */
    Uni<@Nullable ApiKey> findByDigest(byte[] digest) {
        return connections
                .with(connection -> connection
                        .preparedQuery("select " + COLUMNS + " from api_key where digest = $1")
                        .execute(Tuple.of(Buffer.buffer(digest))))
                .map(rows -> {
                    List<ApiKey> found = keys(rows);
                    return found.isEmpty() ? null : found.getFirst();
                });
    }

    /** Adds a key inside the caller's transaction. Fails with a foreign key violation if there is no such tenant. */
    Uni<Void> insert(SqlClient transaction, ApiKey key, byte[] digest) {
        return transaction
                .preparedQuery("insert into api_key (" + COLUMNS + ", digest) values ($1,$2,$3,$4,$5,$6,$7,$8,$9)")
                .execute(Tuple.tuple()
                        .addUUID(key.id())
                        .addString(key.tenant().value())
                        .addString(key.subject())
                        .addString(key.label())
                        .addArrayOfString(key.roles().toArray(String[]::new))
                        .addArrayOfString(key.scopes().toArray(String[]::new))
                        .addOffsetDateTime(key.createdAt().atOffset(ZoneOffset.UTC))
                        .addString(key.createdBy())
                        .addValue(Buffer.buffer(digest)))
                .replaceWithVoid();
    }

    Uni<Void> insert(ApiKey key, byte[] digest) {
        return connections.with(connection -> insert(connection, key, digest));
    }

    /**
     * Keys of a tenant.
     *
     * @param tenant null for those of all tenants
     */
    Uni<List<ApiKey>> list(@Nullable TenantId tenant, int limit) {
        return connections
                .with(connection -> connection
                        .preparedQuery("select " + COLUMNS
                                + " from api_key where $1::text is null or tenant = $1 order by id limit $2")
                        .execute(Tuple.of(tenant == null ? null : tenant.value(), limit)))
                .map(ApiKeys::keys);
    }

    /**
     * Revokes a key.
     *
     * @param tenant the tenant it has to belong to; null for any
     * @return false if there is no such key
     */
    Uni<Boolean> delete(@Nullable TenantId tenant, UUID id) {
        return connections
                .with(connection -> connection
                        .preparedQuery("delete from api_key where id = $1 and ($2::text is null or tenant = $2)")
                        .execute(Tuple.of(id, tenant == null ? null : tenant.value())))
                .map(rows -> rows.rowCount() > 0);
    }

    private static List<ApiKey> keys(RowSet<Row> rows) {
        var keys = new ArrayList<ApiKey>(rows.size());
        for (Row row : rows) {
            keys.add(new ApiKey(
                    row.getUUID("id"),
                    new TenantId(row.getString("tenant")),
                    row.getString("subject"),
                    row.getString("label"),
                    List.of(row.getArrayOfStrings("roles")),
                    List.of(row.getArrayOfStrings("scopes")),
                    row.getOffsetDateTime("created_at").toInstant(),
                    row.getString("created_by")));
        }
        return keys;
    }
}
