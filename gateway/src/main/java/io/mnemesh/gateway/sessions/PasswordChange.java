package io.mnemesh.gateway.sessions;

import io.mnemesh.gateway.accounts.AccountAdministration;
import io.mnemesh.gateway.accounts.AccountKind;
import io.mnemesh.gateway.accounts.AccountRules;
import io.mnemesh.gateway.accounts.NewPassword;
import io.mnemesh.gateway.audit.AuditAction;
import io.mnemesh.gateway.audit.AuditLog;
import io.mnemesh.gateway.passwords.PasswordHashing;
import io.mnemesh.gateway.passwords.PasswordRules;
import io.mnemesh.gateway.passwords.Passwords;
import io.mnemesh.gateway.revocation.RevocationRelay;
import io.mnemesh.gateway.revocation.Revoking;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Changes passwords, by an admin or by the user. Either ends all sessions of the user, on every device. */
@ApplicationScoped
public class PasswordChange {

    private final AccountAdministration accounts;
    private final TenantTransactions transactions;
    private final SignIn signIn;
    private final PasswordRules rules;
    private final PasswordHashing hashing;
    private final Passwords passwords;
    private final SessionStore sessions;
    private final Revoking revoking;
    private final RevocationRelay relay;
    private final AuditLog audit;
    private final Clock clock;

    PasswordChange(
            AccountAdministration accounts,
            TenantTransactions transactions,
            SignIn signIn,
            PasswordRules rules,
            PasswordHashing hashing,
            Passwords passwords,
            SessionStore sessions,
            Revoking revoking,
            RevocationRelay relay,
            AuditLog audit,
            Clock clock) {
        this.accounts = accounts;
        this.transactions = transactions;
        this.signIn = signIn;
        this.rules = rules;
        this.hashing = hashing;
        this.passwords = passwords;
        this.sessions = sessions;
        this.revoking = revoking;
        this.relay = relay;
        this.audit = audit;
        this.clock = clock;
    }

    /** Sets the password of a user. */
    public Uni<Void> byAdmin(Identity caller, @Nullable TenantId asked, String name, NewPassword wanted) {
        TenantId tenant = AccountRules.tenant(caller, asked);
        String password = rules.check(name, wanted.password());
        return hashing.hash(password)
                .chain(hash -> transactions.inSystem(
                        transaction -> accounts.permitted(transaction, caller, AccountKind.USER, tenant, name)
                                .chain(() -> set(transaction, tenant, caller, name, hash))))
                .chain(relay::publish);
    }

    /** Changes the caller's own password; trying the current one counts as a try to sign in. */
    public Uni<Void> byUser(Identity caller, PasswordRequest request, Client client) {
        String password = rules.check(caller.subject(), request.password());
        String current = SignIn.given("current", request.current());
        return signIn.prove(caller.tenant(), caller.subject(), current, client)
                .chain(account -> hashing.hash(password))
                .chain(hash -> transactions.inSystem(
                        transaction -> set(transaction, caller.tenant(), caller, caller.subject(), hash)))
                .chain(relay::publish);
    }

    private Uni<Void> set(SqlConnection transaction, TenantId tenant, Identity caller, String name, String hash) {
        return passwords
                .set(transaction, tenant, name, hash, clock.instant())
                .chain(() -> sessions.endAll(transaction, tenant, name, EndReason.PASSWORD, clock.instant()))
                .chain(grants -> revoking.grants(transaction, grants))
                .chain(() -> audit.record(transaction, tenant, caller, AuditAction.PASSWORD_SET, name));
    }
}
