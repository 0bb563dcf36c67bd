package io.mnemesh.gateway.audit;

import io.mnemesh.gateway.accounts.AccountRules;
import io.mnemesh.gateway.paging.PageRequest;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.postgres.QueuedConnections;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The audit log in PostgreSQL. What takes effect in a transaction is written in the same one, so that nothing is done
 * without its entry.
 */
@ApplicationScoped
public class AuditLog {

    private final QueuedConnections connections;
    private final Ids ids;
    private final Clock clock;

    AuditLog(QueuedConnections connections, Ids ids, Clock clock) {
        this.connections = connections;
        this.ids = ids;
        this.clock = clock;
    }

    /** Writes what the caller does to something of a tenant. */
    public Uni<Void> record(
            SqlClient transaction, TenantId tenant, Identity caller, AuditAction action, String target) {
        return record(transaction, tenant, caller.subject(), action, target, null, null);
    }

    /** Writes one entry, inside the caller's transaction. */
    public Uni<Void> record(
            SqlClient transaction,
            TenantId tenant,
            String actor,
            AuditAction action,
            String target,
            @Nullable String address,
            @Nullable String reason) {
        return transaction
                .preparedQuery("insert into audit_entry (id, at, tenant, actor, action, target, address, reason)"
                        + " values ($1, $2, $3, $4, $5, $6, $7, $8)")
                .execute(Tuple.tuple()
                        .addUUID(ids.next())
                        .addOffsetDateTime(clock.instant().atOffset(ZoneOffset.UTC))
                        .addString(tenant.value())
                        .addString(actor)
                        .addString(action.key())
                        .addString(target)
                        .addString(address)
                        .addString(reason))
                .replaceWithVoid();
    }

    /** Writes what had no other effect. */
    public Uni<Void> note(
            TenantId tenant, String actor, AuditAction action, String target, String address, String reason) {
        return connections.with(connection -> record(connection, tenant, actor, action, target, address, reason));
    }

    /** Entries of the caller's tenant, latest first; an operator reads those of {@code tenant}. */
    public Uni<AuditPage> read(Identity caller, @Nullable TenantId tenant, AuditQuery query, PageRequest page) {
        TenantId confined = AccountRules.tenant(caller, tenant);
        return connections
                .with(connection -> connection
                        .preparedQuery("select id, at, tenant, actor, action, target, address, reason from audit_entry"
                                + " where tenant = $1 and ($2::text is null or actor = $2)"
                                + " and ($3::text is null or action = $3) and ($4::text is null or target = $4)"
                                + " and ($5::uuid is null or id < $5) order by id desc limit $6")
                        .execute(Tuple.of(
                                confined.value(),
                                query.actor(),
                                query.action() == null ? null : query.action().key(),
                                query.target(),
                                page.afterId(),
                                page.fetched())))
                .map(rows -> {
                    var cut = page.cut(entries(rows), entry -> entry.id().toString());
                    return new AuditPage(cut.items(), cut.nextCursor());
                });
    }

    private static List<AuditEntry> entries(RowSet<Row> rows) {
        var entries = new ArrayList<AuditEntry>(rows.size());
        for (Row row : rows) {
            UUID id = row.getUUID("id");
            entries.add(new AuditEntry(
                    id,
                    row.getOffsetDateTime("at").toInstant(),
                    new TenantId(row.getString("tenant")),
                    row.getString("actor"),
                    AuditAction.of(row.getString("action")),
                    row.getString("target"),
                    row.getString("address"),
                    row.getString("reason")));
        }
        return entries;
    }
}
