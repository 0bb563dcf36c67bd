package io.mnemesh.gateway.sessions;

import io.mnemesh.gateway.access.AccessConfig;
import io.mnemesh.gateway.accounts.Account;
import io.mnemesh.gateway.accounts.AccountKind;
import io.mnemesh.gateway.accounts.AccountRules;
import io.mnemesh.gateway.accounts.Accounts;
import io.mnemesh.gateway.audit.AuditAction;
import io.mnemesh.gateway.audit.AuditLog;
import io.mnemesh.gateway.passwords.PasswordHashing;
import io.mnemesh.gateway.passwords.PasswordRules;
import io.mnemesh.gateway.passwords.Passwords;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Signs users in with their passwords. An unknown name, a wrong password and a user without one read the same and take as
 * long; only who knows the password learns that the account is disabled.
 */
@ApplicationScoped
public class SignIn {

    private final Accounts accounts;
    private final Passwords passwords;
    private final PasswordHashing hashing;
    private final AttemptGuard guard;
    private final Sessions sessions;
    private final AuditLog audit;
    private final TenantId firstTenant;

    SignIn(
            Accounts accounts,
            Passwords passwords,
            PasswordHashing hashing,
            AttemptGuard guard,
            Sessions sessions,
            AuditLog audit,
            AccessConfig config) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.hashing = hashing;
        this.guard = guard;
        this.sessions = sessions;
        this.audit = audit;
        this.firstTenant = new TenantId(config.firstTenant());
    }

    /** Signs a user in. */
    public Uni<SessionTokens> login(LoginRequest request, Client client) {
        TenantId tenant = Objects.requireNonNullElse(request.tenant(), firstTenant);
        String name = AccountRules.name("name", request.name());
        String password = given("password", request.password());
        String device = AccountRules.text("device", request.device());
        return prove(tenant, name, password, client)
                .chain(account -> sessions.begin(account, device, client, "password"));
    }

    /** The account, if the password is right and it is in use. */
    Uni<Account> prove(TenantId tenant, String name, String password, Client client) {
        return guard.enter(tenant, name, client.address())
                .chain(() -> passwords.find(tenant, name))
                .chain(hash -> hashing.matches(password, hash)
                        .chain(right -> right
                                ? proved(tenant, name, password, Objects.requireNonNull(hash), client)
                                : failed(tenant, name, client)));
    }

    private Uni<Account> proved(TenantId tenant, String name, String password, String hash, Client client) {
        return guard.succeeded(tenant, name, client.address())
                .chain(() -> renewHash(tenant, name, password, hash))
                .chain(() -> accounts.find(tenant, name))
                .map(account -> {
                    if (account == null || account.kind() != AccountKind.USER) {
                        throw SessionProblems.badCredentials();
                    }
                    if (account.disabledAt() != null) {
                        throw SessionProblems.disabled();
                    }
                    return account;
                });
    }

    private Uni<Void> renewHash(TenantId tenant, String name, String password, String hash) {
        return hashing.isOutdated(hash)
                ? hashing.hash(password).chain(fresh -> passwords.renew(tenant, name, hash, fresh))
                : Uni.createFrom().voidItem();
    }

    private Uni<Account> failed(TenantId tenant, String name, Client client) {
        return audit.note(tenant, name, AuditAction.SIGN_IN_FAILED, name, client.address(), "bad_credentials")
                .chain(() -> Uni.createFrom().failure(SessionProblems.badCredentials()));
    }

    static String given(String field, @Nullable String password) {
        if (password == null || password.isEmpty() || password.length() > PasswordRules.LONGEST) {
            throw ProblemException.invalid(field, "Send a password of 1 to " + PasswordRules.LONGEST + " characters.");
        }
        return password;
    }
}
