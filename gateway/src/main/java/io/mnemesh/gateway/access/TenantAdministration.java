package io.mnemesh.gateway.access;

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

    private final Tenants tenants;
    private final AccessConfig config;

    TenantAdministration(Tenants tenants, AccessConfig config) {
        this.tenants = tenants;
        this.config = config;
    }

    /** Makes a tenant. */
    public Uni<Tenant> create(Identity caller, TenantId name) {
        var tenant = new Tenant(name, Instant.now(), caller.subject());
        return tenants.insert(tenant).map(made -> {
            if (!made) {
                throw new ProblemException(ProblemType.CONFLICT, "There is a tenant '" + name + "' already.");
            }
            return tenant;
        });
    }

    /** All tenants by name. */
    public Uni<List<Tenant>> list() {
        return tenants.list();
    }

    /** Takes away all keys of the tenant, so that nobody gets in any more. What it stored stays. */
    public Uni<Void> remove(TenantId name) {
        if (name.value().equals(config.firstTenant())) {
            throw new ProblemException(ProblemType.CONFLICT, "The first tenant cannot be removed.");
        }
        return tenants.delete(name)
                .invoke(found -> {
                    if (!found) {
                        throw ProblemException.notFound("There is no such tenant.");
                    }
                })
                .replaceWithVoid();
    }
}
