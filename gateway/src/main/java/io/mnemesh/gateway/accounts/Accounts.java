package io.mnemesh.gateway.accounts;

import io.mnemesh.gateway.paging.PageRequest;
import io.mnemesh.mesh.postgres.QueuedConnections;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The accounts in PostgreSQL. Every statement names the tenant it is confined to. */
@ApplicationScoped
public class Accounts {

    private static final String COLUMNS = "tenant, name, kind, description, roles, disabled_at, created_at, created_by";

    private final QueuedConnections connections;

    Accounts(QueuedConnections connections) {
        this.connections = connections;
    }

    /**
     * Adds an account inside the caller's transaction. Fails with a foreign key violation if there is no such tenant.
     *
     * @return false if the name is taken
     */
    public Uni<Boolean> insert(SqlClient transaction, Account account) {
        return transaction
                .preparedQuery("insert into account (tenant, name, kind, description, roles, created_at, created_by)"
                        + " values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing")
                .execute(Tuple.tuple()
                        .addString(account.tenant().value())
                        .addString(account.name())
                        .addString(account.kind().key())
                        .addString(account.description())
                        .addArrayOfString(account.roles().toArray(String[]::new))
                        .addOffsetDateTime(account.createdAt().atOffset(ZoneOffset.UTC))
                        .addString(account.createdBy()))
                .map(rows -> rows.rowCount() > 0);
    }

    /** The account, or null. */
    public Uni<@Nullable Account> find(SqlClient connection, TenantId tenant, String name) {
        return connection
                .preparedQuery("select " + COLUMNS + " from account where tenant = $1 and name = $2")
                .execute(Tuple.of(tenant.value(), name))
                .map(Accounts::first);
    }

    /** As {@link #find(SqlClient, TenantId, String)}, on a connection of its own. */
    public Uni<@Nullable Account> find(TenantId tenant, String name) {
        return connections.with(connection -> find(connection, tenant, name));
    }

    Uni<List<Account>> list(TenantId tenant, AccountKind kind, PageRequest page) {
        return connections
                .with(connection -> connection
                        .preparedQuery("select " + COLUMNS + " from account where tenant = $1 and kind = $2"
                                + " and ($3::text is null or name > $3) order by name limit $4")
                        .execute(Tuple.of(tenant.value(), kind.key(), page.after(), page.fetched())))
                .map(Accounts::accounts);
    }

    /** Changes what is not null; the account as it is then, or null if there is none of the kind. */
    Uni<@Nullable Account> update(
            SqlClient transaction,
            TenantId tenant,
            AccountKind kind,
            String name,
            @Nullable List<String> roles,
            @Nullable String description,
            @Nullable Boolean disabled) {
        return transaction
                .preparedQuery("update account set roles = coalesce($4, roles),"
                        + " description = coalesce($5, description), disabled_at = case when $6::boolean is null"
                        + " then disabled_at when $6 then coalesce(disabled_at, now()) end"
                        + " where tenant = $1 and kind = $2 and name = $3 returning " + COLUMNS)
                .execute(Tuple.tuple()
                        .addString(tenant.value())
                        .addString(kind.key())
                        .addString(name)
                        .addArrayOfString(roles == null ? null : roles.toArray(String[]::new))
                        .addString(description)
                        .addBoolean(disabled))
                .map(Accounts::first);
    }

    /** Sets the roles of an account that is there. */
    public Uni<Account> setRoles(SqlClient transaction, TenantId tenant, String name, List<String> roles) {
        return transaction
                .preparedQuery("update account set roles = $3 where tenant = $1 and name = $2 returning " + COLUMNS)
                .execute(Tuple.of(tenant.value(), name, roles.toArray(String[]::new)))
                .map(rows -> Objects.requireNonNull(first(rows)));
    }

    Uni<Boolean> delete(SqlClient transaction, TenantId tenant, AccountKind kind, String name) {
        return transaction
                .preparedQuery("delete from account where tenant = $1 and kind = $2 and name = $3")
                .execute(Tuple.of(tenant.value(), kind.key(), name))
                .map(rows -> rows.rowCount() > 0);
    }

    private static @Nullable Account first(RowSet<Row> rows) {
        List<Account> found = accounts(rows);
        return found.isEmpty() ? null : found.getFirst();
    }

    private static List<Account> accounts(RowSet<Row> rows) {
        var accounts = new ArrayList<Account>(rows.size());
        for (Row row : rows) {
            OffsetDateTime disabled = row.getOffsetDateTime("disabled_at");
            accounts.add(new Account(
                    new TenantId(row.getString("tenant")),
                    row.getString("name"),
                    AccountKind.of(row.getString("kind")),
                    row.getString("description"),
                    List.of(row.getArrayOfStrings("roles")),
                    disabled == null ? null : disabled.toInstant(),
                    row.getOffsetDateTime("created_at").toInstant(),
                    row.getString("created_by")));
        }
        return accounts;
    }
}
