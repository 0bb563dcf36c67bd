package io.mnemesh.gateway.access;

import io.mnemesh.gateway.audit.AuditAction;
import io.mnemesh.gateway.audit.AuditLog;
import io.mnemesh.gateway.revocation.RevocationRelay;
import io.mnemesh.gateway.revocation.Revoking;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Administration of tenants. */
@ApplicationScoped
public class TenantAdministration {

    private final TenantTransactions transactions;
    private final Tenants tenants;
    private final Revoking revoking;
    private final RevocationRelay relay;
    private final AuditLog audit;
    private final AccessConfig config;

    TenantAdministration(
            TenantTransactions transactions,
            Tenants tenants,
            Revoking revoking,
            RevocationRelay relay,
            AuditLog audit,
            AccessConfig config) {
        this.transactions = transactions;
        this.tenants = tenants;
        this.revoking = revoking;
        this.relay = relay;
        this.audit = audit;
        this.config = config;
    }

    /** Makes a tenant. */
    public Uni<Tenant> create(Identity caller, TenantId name) {
        var tenant = new Tenant(name, Instant.now(), caller.subject());
        return transactions
                .inSystem(transaction -> tenants.insert(transaction, tenant)
                        .invoke(made -> {
                            if (!made) {
                                throw new ProblemException(
                                        ProblemType.CONFLICT, "There is a tenant '" + name + "' already.");
                            }
                        })
                        .chain(() -> audit.record(transaction, name, caller, AuditAction.TENANT_CREATED, name.value())))
                .replaceWith(tenant);
    }

    /** All tenants by name. */
    public Uni<List<Tenant>> list() {
        return tenants.list();
    }

    /** Takes away all accounts of the tenant, so that nobody gets in or stays in any more. What it stored stays. */
    public Uni<Void> remove(Identity caller, TenantId name) {
        if (name.value().equals(config.firstTenant())) {
            throw new ProblemException(ProblemType.CONFLICT, "The first tenant cannot be removed.");
        }
        return transactions
                .inSystem(transaction -> revoking.tenant(transaction, name)
                        .chain(() -> tenants.delete(transaction, name))
                        .invoke(found -> {
                            if (!found) {
                                throw ProblemException.notFound("There is no such tenant.");
                            }
                        })
                        .chain(() -> audit.record(transaction, name, caller, AuditAction.TENANT_REMOVED, name.value())))
                .chain(relay::publish);
    }
}
