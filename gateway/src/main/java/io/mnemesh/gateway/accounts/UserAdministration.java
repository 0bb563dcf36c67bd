package io.mnemesh.gateway.accounts;

import io.mnemesh.gateway.passwords.PasswordHashing;
import io.mnemesh.gateway.passwords.PasswordRules;
import io.mnemesh.gateway.passwords.Passwords;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Makes users, with a password or without one. There is no default password. */
@ApplicationScoped
public class UserAdministration {

    private final AccountAdministration accounts;
    private final PasswordRules rules;
    private final PasswordHashing hashing;
    private final Passwords passwords;
    private final Clock clock;

    UserAdministration(
            AccountAdministration accounts,
            PasswordRules rules,
            PasswordHashing hashing,
            Passwords passwords,
            Clock clock) {
        this.accounts = accounts;
        this.rules = rules;
        this.hashing = hashing;
        this.passwords = passwords;
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
}
