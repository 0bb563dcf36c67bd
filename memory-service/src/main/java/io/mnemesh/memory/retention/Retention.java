package io.mnemesh.memory.retention;

import io.mnemesh.memory.retention.persistence.RetentionRepository;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The retention policies of a tenant. Everybody in it may see them; an administrator of the tenant may change them. */
@ApplicationScoped
public class Retention {

    private final TenantTransactions transactions;
    private final RetentionRepository repository;
    private final Clock clock;

    Retention(TenantTransactions transactions, RetentionRepository repository, Clock clock) {
        this.transactions = transactions;
        this.repository = repository;
        this.clock = clock;
    }

    public Uni<RetentionPolicies> all(TenantId tenant) {
        return transactions
                .inTenant(tenant, connection -> repository.all(connection, tenant))
                .map(RetentionPolicies::new);
    }

    /** The policy of a type itself, or {@code not-found}. */
    public Uni<RetentionPolicy> of(TenantId tenant, String type) {
        return all(tenant)
                .map(found -> found.items().stream()
                        .filter(policy -> Objects.equals(policy.type(), type))
                        .findFirst()
                        .orElseThrow(Retention::missing));
    }

    /** @param type null for all types without a policy of their own */
    public Uni<RetentionPolicy> set(Identity caller, @Nullable String type, @Nullable RetentionDraft draft) {
        requireAdmin(caller);
        RetentionPolicy policy =
                RetentionDraft.check(draft, type, clock.instant().truncatedTo(ChronoUnit.MICROS));
        return transactions
                .inTenant(caller.tenant(), connection -> repository.set(connection, caller.tenant(), policy))
                .replaceWith(policy);
    }

    /** @return fails with {@code not-found} if there is none */
    public Uni<Void> remove(Identity caller, @Nullable String type) {
        requireAdmin(caller);
        return transactions
                .inTenant(caller.tenant(), connection -> repository.remove(connection, caller.tenant(), type))
                .invoke(found -> {
                    if (!found) {
                        throw missing();
                    }
                })
                .replaceWithVoid();
    }

    private static void requireAdmin(Identity caller) {
        if (!caller.roles().contains(Identity.ADMIN)) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Changing retention needs the role admin.");
        }
    }

    private static ProblemException missing() {
        return ProblemException.notFound("There is no retention policy of this type.");
    }
}
