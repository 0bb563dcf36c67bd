package io.mnemesh.gateway.access;

import io.mnemesh.gateway.paging.PageRequest;
import io.mnemesh.mesh.postgres.QueuedConnections;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The API keys in PostgreSQL. */
@ApplicationScoped
class ApiKeys {

    private static final String COLUMNS =
            "id, tenant, subject, label, roles, scopes, created_at, created_by, expires_at, last_used_at";

    private final QueuedConnections connections;

    ApiKeys(QueuedConnections connections) {
        this.connections = connections;
    }

    /**
     * A key with what its account allows now.
     *
     * @param grant        what tokens made from it now are made of
     * @param accountRoles roles the account has
     * @param disabled     whether the account is out of use
     */
    record Presented(ApiKey key, UUID grant, List<String> accountRoles, boolean disabled) {}

    /** The key with this digest, or null. */
    Uni<@Nullable Presented> findByDigest(byte[] digest) {
        return connections
                .with(connection -> connection
                        .preparedQuery("select k.*, a.roles as account_roles, a.disabled_at from api_key k"
                                + " join account a on a.tenant = k.tenant and a.name = k.subject where k.digest = $1")
                        .execute(Tuple.of(Buffer.buffer(digest))))
                .map(rows -> {
                    for (Row row : rows) {
                        return new Presented(
                                key(row),
                                row.getUUID("grant_id"),
                                List.of(row.getArrayOfStrings("account_roles")),
                                row.getOffsetDateTime("disabled_at") != null);
                    }
                    return null;
                });
    }

    /** Notes that the key was used; at most once a minute, so that busy keys do not write all the time. */
    Uni<Void> used(UUID id, Instant now) {
        OffsetDateTime time = now.atOffset(ZoneOffset.UTC);
        return connections
                .with(connection -> connection
                        .preparedQuery("update api_key set last_used_at = $2 where id = $1"
                                + " and (last_used_at is null or last_used_at < $3)")
                        .execute(Tuple.of(id, time, time.minusMinutes(1))))
                .replaceWithVoid();
    }

    /** Adds a key inside the caller's transaction. Fails with a foreign key violation if there is no such account. */
    Uni<Void> insert(SqlClient transaction, ApiKey key, byte[] digest) {
        return transaction
                .preparedQuery("insert into api_key (id, tenant, subject, label, roles, scopes, created_at,"
                        + " created_by, expires_at, digest) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)")
                .execute(Tuple.tuple()
                        .addUUID(key.id())
                        .addString(key.tenant().value())
                        .addString(key.subject())
                        .addString(key.label())
                        .addArrayOfString(key.roles().toArray(String[]::new))
                        .addArrayOfString(key.scopes().toArray(String[]::new))
                        .addOffsetDateTime(key.createdAt().atOffset(ZoneOffset.UTC))
                        .addString(key.createdBy())
                        .addOffsetDateTime(
                                key.expiresAt() == null ? null : key.expiresAt().atOffset(ZoneOffset.UTC))
                        .addValue(Buffer.buffer(digest)))
                .replaceWithVoid();
    }

    /**
     * Keys of a tenant.
     *
     * @param tenant  null for those of all tenants
     * @param subject null for those of all accounts
     * @param after   id the page begins behind
     */
    Uni<List<ApiKey>> list(
            @Nullable TenantId tenant, @Nullable String subject, @Nullable UUID after, PageRequest page) {
        return connections
                .with(connection -> connection
                        .preparedQuery("select " + COLUMNS + " from api_key where ($1::text is null or tenant = $1)"
                                + " and ($2::text is null or subject = $2) and ($3::uuid is null or id > $3)"
                                + " order by id limit $4")
                        .execute(Tuple.of(tenant == null ? null : tenant.value(), subject, after, page.fetched())))
                .map(rows -> {
                    var keys = new ArrayList<ApiKey>(rows.size());
                    for (Row row : rows) {
                        keys.add(key(row));
                    }
                    return keys;
                });
    }

    /**
     * Deletes a key inside the caller's transaction.
     *
     * @param tenant the tenant it has to belong to; null for any
     * @return its tenant; null if there is no such key
     */
    Uni<@Nullable TenantId> delete(SqlClient transaction, @Nullable TenantId tenant, UUID id) {
        return transaction
                .preparedQuery(
                        "delete from api_key where id = $1 and ($2::text is null or tenant = $2) returning tenant")
                .execute(Tuple.of(id, tenant == null ? null : tenant.value()))
                .map(rows -> {
                    for (Row row : rows) {
                        return new TenantId(row.getString("tenant"));
                    }
                    return null;
                });
    }

    private static ApiKey key(Row row) {
        return new ApiKey(
                row.getUUID("id"),
                new TenantId(row.getString("tenant")),
                row.getString("subject"),
                row.getString("label"),
                List.of(row.getArrayOfStrings("roles")),
                List.of(row.getArrayOfStrings("scopes")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getString("created_by"),
                instant(row, "expires_at"),
                instant(row, "last_used_at"));
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
