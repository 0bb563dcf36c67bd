package io.mnemesh.gateway.relay.message;

import io.mnemesh.gateway.audit.AuditAction;
import io.mnemesh.gateway.audit.AuditLog;
import io.mnemesh.gateway.paging.PageRequest;
import io.mnemesh.gateway.paging.PageRequest.Page;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What operators do with messages that are not tried any more. What they change is in the audit log. */
@ApplicationScoped
public class DeadMessages {

    private final TenantTransactions transactions;
    private final MessageStore store;
    private final MessageDispatcher dispatcher;
    private final AuditLog audit;

    DeadMessages(TenantTransactions transactions, MessageStore store, MessageDispatcher dispatcher, AuditLog audit) {
        this.transactions = transactions;
        this.store = store;
        this.dispatcher = dispatcher;
        this.audit = audit;
    }

    /** Dead messages, latest first; of one tenant unless it is null. */
    public Uni<DeadMessagePage> list(@Nullable TenantId tenant, PageRequest page) {
        return store.dead(tenant, page).map(found -> {
            Page<DeadMessage> cut =
                    page.cut(found, message -> message.receipt().id().toString());
            return new DeadMessagePage(cut.items(), cut.nextCursor());
        });
    }

    /** Queues a message anew, with its whole time and all attempts; its sender's rights are looked at as ever. */
    public Uni<Void> replay(Identity operator, UUID id) {
        return change(operator, AuditAction.MESSAGE_REPLAYED, id, transaction -> store.revive(transaction, id))
                .invoke(dispatcher::wake);
    }

    /** Removes a message. */
    public Uni<Void> drop(Identity operator, UUID id) {
        return change(operator, AuditAction.MESSAGE_DROPPED, id, transaction -> store.removeDead(transaction, id));
    }

    private Uni<Void> change(
            Identity operator, AuditAction action, UUID id, Function<SqlConnection, Uni<@Nullable TenantId>> change) {
        return transactions.inSystem(transaction -> change.apply(transaction)
                .invoke(tenant -> {
                    if (tenant == null) {
                        throw Messages.notFound();
                    }
                })
                .chain(tenant -> audit.record(transaction, tenant, operator, action, id.toString())));
    }
}
