package io.mnemesh.gateway.accounts;

import io.mnemesh.gateway.audit.AuditAction;
import io.mnemesh.gateway.audit.AuditLog;
import io.mnemesh.gateway.paging.PageRequest;
import io.mnemesh.gateway.revocation.RevocationRelay;
import io.mnemesh.gateway.revocation.Revoking;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Administration of accounts, within {@link AccountRules}. What takes rights away revokes the tokens that still have them. */
@ApplicationScoped
public class AccountAdministration {

    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final TenantTransactions transactions;
    private final Accounts accounts;
    private final Revoking revoking;
    private final RevocationRelay relay;
    private final AuditLog audit;
    private final Clock clock;

    AccountAdministration(
            TenantTransactions transactions,
            Accounts accounts,
            Revoking revoking,
            RevocationRelay relay,
            AuditLog audit,
            Clock clock) {
        this.transactions = transactions;
        this.accounts = accounts;
        this.revoking = revoking;
        this.relay = relay;
        this.audit = audit;
        this.clock = clock;
    }

    /** A new service account; it gets in as soon as it has a key. */
    public Uni<Account> createService(Identity caller, AccountRequest request) {
        return create(
                caller,
                AccountKind.SERVICE,
                AccountRules.tenant(caller, request.tenant()),
                request.name(),
                request.description(),
                request.roles(),
                transaction -> Uni.createFrom().voidItem());
    }

    /** A new account of a kind; {@code further} runs in its transaction. */
    Uni<Account> create(
            Identity caller,
            AccountKind kind,
            TenantId tenant,
            @Nullable String name,
            @Nullable String description,
            @Nullable List<String> roles,
            Function<SqlConnection, Uni<Void>> further) {
        var account = new Account(
                tenant,
                AccountRules.name("name", name),
                kind,
                AccountRules.text("description", description),
                AccountRules.roles(caller, roles),
                null,
                clock.instant(),
                caller.subject());
        return transactions
                .inSystem(transaction -> accounts.insert(transaction, account)
                        .invoke(made -> {
                            if (!made) {
                                throw new ProblemException(
                                        ProblemType.CONFLICT, "There is an account '" + account.name() + "' already.");
                            }
                        })
                        .chain(() -> further.apply(transaction))
                        .chain(() ->
                                audit.record(transaction, tenant, caller, AuditAction.ACCOUNT_CREATED, account.name())))
                .onFailure(AccountAdministration::isUnknownTenant)
                .transform(failure -> AccountRules.noTenant(tenant))
                .replaceWith(account);
    }

    /** Accounts of a tenant by name. */
    public Uni<AccountPage> list(Identity caller, AccountKind kind, @Nullable TenantId tenant, PageRequest page) {
        return accounts.list(AccountRules.tenant(caller, tenant), kind, page).map(found -> {
            var cut = page.cut(found, Account::name);
            return new AccountPage(cut.items(), cut.nextCursor());
        });
    }

    /** One account. */
    public Uni<Account> find(Identity caller, AccountKind kind, @Nullable TenantId tenant, String name) {
        return accounts.find(AccountRules.tenant(caller, tenant), name).map(found -> {
            if (found == null || found.kind() != kind) {
                throw none(kind);
            }
            return found;
        });
    }

    /** Changes an account. Only an operator may change an operator's. */
    public Uni<Account> change(
            Identity caller, AccountKind kind, @Nullable TenantId tenant, String name, AccountChange change) {
        TenantId confined = AccountRules.tenant(caller, tenant);
        List<String> roles = change.roles() == null ? null : AccountRules.roles(caller, change.roles());
        String description =
                change.description() == null ? null : AccountRules.text("description", change.description());
        boolean less = roles != null || Objects.equals(change.disabled(), true);
        return transactions
                .inSystem(transaction -> permitted(transaction, caller, kind, confined, name)
                        .chain(() -> accounts.update(
                                transaction, confined, kind, name, roles, description, change.disabled()))
                        .map(Objects::requireNonNull)
                        .call(() -> less
                                ? revoking.account(transaction, confined, name)
                                : Uni.createFrom().voidItem())
                        .call(() -> audit.record(transaction, confined, caller, AuditAction.ACCOUNT_CHANGED, name)))
                .call(relay::publish);
    }

    /** Removes an account with its keys. */
    public Uni<Void> remove(Identity caller, AccountKind kind, @Nullable TenantId tenant, String name) {
        TenantId confined = AccountRules.tenant(caller, tenant);
        return transactions
                .inSystem(transaction -> permitted(transaction, caller, kind, confined, name)
                        .chain(() -> revoking.account(transaction, confined, name))
                        .chain(() -> accounts.delete(transaction, confined, kind, name))
                        .chain(() -> audit.record(transaction, confined, caller, AuditAction.ACCOUNT_REMOVED, name)))
                .chain(relay::publish);
    }

    /** The account, if the caller may change it. */
    public Uni<Account> permitted(
            SqlConnection transaction, Identity caller, AccountKind kind, TenantId tenant, String name) {
        return accounts.find(transaction, tenant, name).map(found -> {
            if (found == null || found.kind() != kind) {
                throw none(kind);
            }
            if (found.roles().contains(Identity.OPERATOR) && !AccountRules.isOperator(caller)) {
                throw new ProblemException(ProblemType.FORBIDDEN, "Only an operator can change an operator.");
            }
            return found;
        });
    }

    private static ProblemException none(AccountKind kind) {
        return ProblemException.notFound(
                kind == AccountKind.USER ? "There is no such user." : "There is no such service account.");
    }

    private static boolean isUnknownTenant(Throwable failure) {
        return failure instanceof PgException refused && FOREIGN_KEY_VIOLATION.equals(refused.getSqlState());
    }
}
