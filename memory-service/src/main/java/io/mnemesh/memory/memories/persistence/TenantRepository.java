package io.mnemesh.memory.memories.persistence;

import io.mnemesh.mesh.postgres.Statements;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Names of the tenants that ever stored a memory. */
@ApplicationScoped
public class TenantRepository {

    private final Names names;

    TenantRepository(Names names) {
        this.names = names;
    }

    /** Notes the tenant in the running transaction. */
    public Uni<Void> note(Statements transaction, TenantId tenant) {
        return transaction
                .update(
                        "insert into memory_tenant (tenant) values ($1) on conflict do nothing",
                        List.of(tenant.value()))
                .replaceWithVoid();
    }

    public Uni<List<TenantId>> all() {
        return names.listAll(Sort.by("tenant"))
                .map(rows -> rows.stream().map(row -> new TenantId(row.tenant)).toList());
    }

    /** Panache's view of the table. */
    @ApplicationScoped
    static class Names implements PanacheRepositoryBase<TenantEntity, String> {}
}
