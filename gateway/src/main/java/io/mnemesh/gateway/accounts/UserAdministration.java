package io.mnemesh.gateway.accounts;

import io.mnemesh.gateway.passwords.PasswordHashing;
import io.mnemesh.gateway.passwords.PasswordRules;
import io.mnemesh.gateway.passwords.Passwords;
import io.mnemesh.gateway.revocation.RevocationRelay;
import io.mnemesh.gateway.revocation.Revoking;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** What users have beyond {@link AccountAdministration}: passwords. There is no default one. */
@ApplicationScoped
public class UserAdministration {

    private final AccountAdministration accounts;
    private final TenantTransactions transactions;
    private final PasswordRules rules;
    private final PasswordHashing hashing;
    private final Passwords passwords;
    private final Revoking revoking;
    private final RevocationRelay relay;
    private final Clock clock;

    UserAdministration(
            AccountAdministration accounts,
            TenantTransactions transactions,
            PasswordRules rules,
            PasswordHashing hashing,
            Passwords passwords,
            Revoking revoking,
            RevocationRelay relay,
            Clock clock) {
        this.accounts = accounts;
        this.transactions = transactions;
        this.rules = rules;
        this.hashing = hashing;
        this.passwords = passwords;
        this.revoking = revoking;
        this.relay = relay;
        this.clock = clock;
    }

    /** A new user. */
    public Uni<Account> create(Identity caller, UserRequest request) {
        TenantId tenant = AccountRules.tenant(caller, request.tenant());
        String name = AccountRules.name("name", request.name());
        AccountRules.roles(caller, request.roles());
        Uni<@Nullable String> hash = request.password() == null
                ? Uni.createFrom().nullItem()
                : hashing.hash(rules.check(name, request.password()));
        return hash.chain(computed -> accounts.create(
                caller,
                AccountKind.USER,
                tenant,
                name,
                request.description(),
                request.roles(),
                transaction -> computed == null
                        ? Uni.createFrom().voidItem()
                        : passwords.set(transaction, tenant, name, computed, clock.instant())));
    }

    /** Sets the password of a user and revokes all tokens that the old one has led to. */
    public Uni<Void> setPassword(Identity caller, @Nullable TenantId asked, String name, NewPassword wanted) {
        TenantId tenant = AccountRules.tenant(caller, asked);
        return hashing.hash(rules.check(name, wanted.password()))
                .chain(hash -> transactions.inSystem(
                        transaction -> accounts.permitted(transaction, caller, AccountKind.USER, tenant, name)
                                .chain(() -> passwords.set(transaction, tenant, name, hash, clock.instant()))
                                .chain(() -> revoking.account(transaction, tenant, name))))
                .chain(relay::publish);
    }
}
