package io.mnemesh.gateway.oidc;

import io.mnemesh.gateway.accounts.Account;
import io.mnemesh.gateway.accounts.AccountKind;
import io.mnemesh.gateway.accounts.AccountRules;
import io.mnemesh.gateway.accounts.Accounts;
import io.mnemesh.gateway.audit.AuditAction;
import io.mnemesh.gateway.audit.AuditLog;
import io.mnemesh.gateway.fetch.JsonFetcher;
import io.mnemesh.gateway.revocation.RevocationRelay;
import io.mnemesh.gateway.revocation.Revoking;
import io.mnemesh.gateway.sessions.Client;
import io.mnemesh.gateway.sessions.SessionTokens;
import io.mnemesh.gateway.sessions.Sessions;
import io.mnemesh.mesh.identity.IdentityConfig;
import io.mnemesh.mesh.identity.TokenVerifier;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Signs users in with ID tokens. A user's account is made at the first sign-in, and its roles are what the provider says at
 * each; the provider is the one the token's issuer is configured for, and never writes to accounts that others made.
 */
@ApplicationScoped
public class ExternalSignIn {

    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final Map<String, OidcProvider> byIssuer;
    private final TenantTransactions transactions;
    private final Accounts accounts;
    private final Sessions sessions;
    private final Revoking revoking;
    private final RevocationRelay relay;
    private final AuditLog audit;
    private final Clock clock;

    ExternalSignIn(
            OidcConfig config,
            IdentityConfig identity,
            JsonFetcher fetcher,
            TenantTransactions transactions,
            Accounts accounts,
            Sessions sessions,
            Revoking revoking,
            RevocationRelay relay,
            AuditLog audit,
            Clock clock) {
        var providers = new HashMap<String, OidcProvider>();
        config.providers()
                .forEach((name, provider) -> providers.put(
                        provider.issuer().toString(),
                        new OidcProvider(
                                AccountRules.name("provider", name), provider, fetcher, identity.clockSkew())));
        this.byIssuer = Map.copyOf(providers);
        this.transactions = transactions;
        this.accounts = accounts;
        this.sessions = sessions;
        this.revoking = revoking;
        this.relay = relay;
        this.audit = audit;
        this.clock = clock;
    }

    /** Signs a user in. */
    public Uni<SessionTokens> login(String idToken, @Nullable String device, Client client) {
        String named = AccountRules.text("device", device);
        OidcProvider provider = byIssuer.get(IdTokens.issuer(idToken));
        if (provider == null) {
            throw OidcProblems.refused(
                    "No identity provider of this mesh has the ID token's issuer.", TokenVerifier.WRONG_ISSUER);
        }
        return provider.user(idToken)
                .chain(user -> account(user).chain(account -> {
                    if (account.disabledAt() != null) {
                        throw OidcProblems.refused("The account is disabled; ask an admin.", "account_disabled");
                    }
                    return sessions.begin(account, named, client, user.maker());
                }));
    }

    private Uni<Account> account(ExternalUser user) {
        var wanted = new Account(
                user.tenant(),
                user.name(),
                AccountKind.USER,
                user.description(),
                user.roles(),
                null,
                clock.instant(),
                user.maker());
        return transactions
                .inSystem(transaction -> accounts.insert(transaction, wanted)
                        .chain(made -> made
                                ? audit.record(
                                                transaction,
                                                user.tenant(),
                                                user.maker(),
                                                AuditAction.ACCOUNT_CREATED,
                                                user.name(),
                                                null,
                                                null)
                                        .replaceWith(wanted)
                                : known(transaction, user)))
                .onFailure(ExternalSignIn::isUnknownTenant)
                .transform(failure -> OidcProblems.noTenant())
                .call(relay::publish);
    }

    private Uni<Account> known(SqlConnection transaction, ExternalUser user) {
        return accounts.find(transaction, user.tenant(), user.name())
                .map(Objects::requireNonNull)
                .chain(account -> {
                    if (!account.createdBy().equals(user.maker())) {
                        throw OidcProblems.taken(user.name());
                    }
                    return Set.copyOf(account.roles()).equals(Set.copyOf(user.roles()))
                            ? Uni.createFrom().item(account)
                            : changed(transaction, user);
                });
    }

    private Uni<Account> changed(SqlConnection transaction, ExternalUser user) {
        return accounts.setRoles(transaction, user.tenant(), user.name(), user.roles())
                .call(() -> revoking.account(transaction, user.tenant(), user.name()))
                .call(() -> audit.record(
                        transaction,
                        user.tenant(),
                        user.maker(),
                        AuditAction.ACCOUNT_CHANGED,
                        user.name(),
                        null,
                        null));
    }

    private static boolean isUnknownTenant(Throwable failure) {
        return failure instanceof PgException refused && FOREIGN_KEY_VIOLATION.equals(refused.getSqlState());
    }
}
