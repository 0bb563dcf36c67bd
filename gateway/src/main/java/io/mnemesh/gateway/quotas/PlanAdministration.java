package io.mnemesh.gateway.quotas;

import io.mnemesh.gateway.accounts.AccountRules;
import io.mnemesh.gateway.audit.AuditAction;
import io.mnemesh.gateway.audit.AuditLog;
import io.mnemesh.gateway.paging.PageRequest;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Administration of plans. A change holds here at once and at every other gateway within
 * seconds. */
@ApplicationScoped
public class PlanAdministration {

    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final long MOST = 1_000_000_000L;

    private final TenantTransactions transactions;
    private final Plans plans;
    private final TenantPlans held;
    private final AuditLog audit;

    PlanAdministration(TenantTransactions transactions, Plans plans, TenantPlans held, AuditLog audit) {
        this.transactions = transactions;
        this.plans = plans;
        this.held = held;
        this.audit = audit;
    }

    /** Plans by name. */
    public Uni<PlanList> list(PageRequest page) {
        return plans.list(page).map(found -> {
            var cut = page.cut(found, Plan::name);
            return new PlanList(cut.items(), cut.nextCursor());
        });
    }

    /** Makes a plan, or changes the one of this name. */
    public Uni<Plan> put(Identity caller, String name, PlanRequest request) {
        Plan plan = checked(name, request);
        return transactions
                .inSystem(transaction -> plans.put(transaction, plan, caller.subject())
                        .chain(() ->
                                audit.record(transaction, caller.tenant(), caller, AuditAction.PLAN_CHANGED, name)))
                .chain(held::read)
                .replaceWith(plan);
    }

    /** Removes a plan that no tenant is on. */
    public Uni<Void> remove(Identity caller, String name) {
        if (name.equals(Plan.UNLIMITED)) {
            throw unchangeable();
        }
        return transactions
                .inSystem(transaction -> plans.delete(transaction, name)
                        .invoke(found -> {
                            if (!found) {
                                throw ProblemException.notFound("There is no such plan.");
                            }
                        })
                        .chain(() ->
                                audit.record(transaction, caller.tenant(), caller, AuditAction.PLAN_CHANGED, name)))
                .onFailure(PlanAdministration::isForeignKey)
                .transform(failure -> new ProblemException(
                        ProblemType.CONFLICT, "Tenants are on this plan; put them on another before."));
    }

    /** Puts a tenant on a plan. */
    public Uni<Plan> choose(Identity caller, TenantId tenant, PlanChoice choice) {
        String name = choice.plan();
        if (name == null || !NAME.matcher(name).matches()) {
            throw ProblemException.invalid("plan", "Send the name of a plan.");
        }
        return transactions
                .inSystem(transaction -> plans.choose(transaction, tenant, name)
                        .invoke(found -> {
                            if (!found) {
                                throw AccountRules.noTenant(tenant);
                            }
                        })
                        .chain(() -> audit.record(transaction, tenant, caller, AuditAction.PLAN_CHANGED, name)))
                .onFailure(PlanAdministration::isForeignKey)
                .transform(failure -> ProblemException.invalid("plan", "There is no plan '" + name + "'."))
                .chain(held::read)
                .chain(() -> of(tenant));
    }

    /** The plan of a tenant. */
    public Uni<Plan> of(TenantId tenant) {
        return plans.of(tenant).map(plan -> {
            if (plan == null) {
                throw AccountRules.noTenant(tenant);
            }
            return plan;
        });
    }

    private static Plan checked(String name, PlanRequest request) {
        if (!NAME.matcher(name).matches()) {
            throw ProblemException.invalid("name", "A plan is 1 to 63 characters of a-z, 0-9 and '-'.");
        }
        if (name.equals(Plan.UNLIMITED)) {
            throw unchangeable();
        }
        Long rate = within("unitsPerSecond", request.unitsPerSecond());
        Long burst = within("burst", request.burst());
        Long day = request.unitsPerDay();
        if (day != null && day < 1) {
            throw ProblemException.invalid("unitsPerDay", "Send at least 1, or leave it out for no limit.");
        }
        if (burst != null && rate == null) {
            throw ProblemException.invalid("burst", "A burst needs unitsPerSecond.");
        }
        return new Plan(name, rate, rate == null || burst != null ? burst : Long.valueOf(rate * 2), day);
    }

    private static @Nullable Long within(String field, @Nullable Long units) {
        if (units != null && (units < 1 || units > MOST / 2)) {
            throw ProblemException.invalid(field, "Send 1 to " + MOST / 2 + ", or leave it out for no limit.");
        }
        return units;
    }

    private static ProblemException unchangeable() {
        return new ProblemException(ProblemType.CONFLICT, "The plan 'unlimited' is not changed.");
    }

    private static boolean isForeignKey(Throwable failure) {
        return failure instanceof PgException refused && FOREIGN_KEY_VIOLATION.equals(refused.getSqlState());
    }
}
