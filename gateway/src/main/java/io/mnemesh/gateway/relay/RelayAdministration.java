package io.mnemesh.gateway.relay;

import io.mnemesh.gateway.audit.AuditAction;
import io.mnemesh.gateway.audit.AuditLog;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Starts and stops the balancing of this gateway, and has it learn anew. Each order has its entry in the audit log before it
 * takes effect; after a restart the configuration holds again.
 */
@ApplicationScoped
public class RelayAdministration {

    private static final String TARGET = "relaycore";

    private final RelayCore relay;
    private final TenantTransactions transactions;
    private final AuditLog audit;

    RelayAdministration(RelayCore relay, TenantTransactions transactions, AuditLog audit) {
        this.relay = relay;
        this.transactions = transactions;
        this.audit = audit;
    }

    /** Balances by what is known of the instances. */
    public Uni<RelayReport> start(Identity caller) {
        return order(caller, AuditAction.RELAY_STARTED, relay::start);
    }

    /** Sends requests to the instances in turn. */
    public Uni<RelayReport> stop(Identity caller) {
        return order(caller, AuditAction.RELAY_STOPPED, relay::stop);
    }

    /** Forgets what was learned; the report tells what it was. */
    public Uni<RelayReport> optimize(Identity caller) {
        return order(caller, AuditAction.RELAY_OPTIMIZED, relay::forget);
    }

    private Uni<RelayReport> order(Identity caller, AuditAction action, Runnable effect) {
        return transactions
                .inSystem(transaction -> audit.record(transaction, caller.tenant(), caller, action, TARGET))
                .map(written -> {
                    List<UpstreamStatus> before = relay.status().items();
                    effect.run();
                    return new RelayReport(relay.isRunning(), before);
                });
    }
}
