package io.mnemesh.gateway.access;

import io.mnemesh.gateway.accounts.Account;
import io.mnemesh.gateway.accounts.AccountKind;
import io.mnemesh.gateway.accounts.AccountRules;
import io.mnemesh.gateway.accounts.Accounts;
import io.mnemesh.gateway.audit.AuditAction;
import io.mnemesh.gateway.audit.AuditLog;
import io.mnemesh.gateway.paging.PageRequest;
import io.mnemesh.gateway.paging.PageRequest.Page;
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
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Administration of API keys, within {@link AccountRules}. A key belongs to a service account and may do no more than it. */
@ApplicationScoped
public class KeyAdministration {

    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final Duration LONGEST_LIFE = Duration.ofDays(3650);

    private final TenantTransactions transactions;
    private final ApiKeys keys;
    private final Accounts accounts;
    private final Revoking revoking;
    private final RevocationRelay relay;
    private final AuditLog audit;
    private final KeyDigest digest;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    KeyAdministration(
            TenantTransactions transactions,
            ApiKeys keys,
            Accounts accounts,
            Revoking revoking,
            RevocationRelay relay,
            AuditLog audit,
            KeyDigest digest,
            Clock clock) {
        this.transactions = transactions;
        this.keys = keys;
        this.accounts = accounts;
        this.revoking = revoking;
        this.relay = relay;
        this.audit = audit;
        this.digest = digest;
        this.clock = clock;
    }

    /** A new key; its secret is in this answer and nowhere else. */
    public Uni<CreatedKey> create(Identity caller, KeyRequest request) {
        TenantId tenant = AccountRules.tenant(caller, request.tenant());
        String subject = AccountRules.name("subject", request.subject());
        List<String> roles = AccountRules.roles(caller, request.roles());
        List<String> scopes = AccountRules.words("scopes", Objects.requireNonNullElse(request.scopes(), List.of()));
        String label = AccountRules.text("label", request.label());
        Instant now = clock.instant();
        Instant expiresAt = expiry(request.expiresAt(), now);
        ApiKeySecret secret = ApiKeySecret.generate(random);
        var account = new Account(tenant, subject, AccountKind.SERVICE, "", roles, null, now, caller.subject());
        return transactions
                .inSystem(transaction -> account(transaction, account)
                        .map(held -> new ApiKey(
                                UUID.randomUUID(),
                                tenant,
                                subject,
                                label,
                                request.roles() == null ? allowed(caller, held) : within(roles, held),
                                scopes,
                                now,
                                caller.subject(),
                                expiresAt,
                                null))
                        .call(key -> keys.insert(transaction, key, digest.of(secret)))
                        .call(key -> audit.record(
                                transaction,
                                tenant,
                                caller,
                                AuditAction.KEY_CREATED,
                                key.id().toString())))
                .onFailure(KeyAdministration::isUnknownTenant)
                .transform(failure -> AccountRules.noTenant(tenant))
                .map(key -> CreatedKey.of(key, secret.value()));
    }

    /** The keys of the caller's tenant; an operator sees those of {@code tenant}, or of all. */
    public Uni<KeyList> list(Identity caller, @Nullable TenantId tenant, @Nullable String subject, PageRequest page) {
        TenantId confined = AccountRules.isOperator(caller) ? tenant : caller.tenant();
        if (tenant != null && !tenant.equals(confined)) {
            return Uni.createFrom().item(new KeyList(List.of(), null));
        }
        return keys.list(confined, subject, page.afterId(), page).map(found -> {
            Page<ApiKey> cut = page.cut(found, key -> key.id().toString());
            return new KeyList(cut.items(), cut.nextCursor());
        });
    }

    /** Revokes a key; tokens made from it are refused everywhere within moments. */
    public Uni<Void> revoke(Identity caller, UUID id) {
        TenantId confined = AccountRules.isOperator(caller) ? null : caller.tenant();
        return transactions
                .inSystem(transaction -> revoking.key(transaction, id)
                        .chain(() -> keys.delete(transaction, confined, id))
                        .invoke(found -> {
                            if (found == null) {
                                throw ProblemException.notFound("There is no such key.");
                            }
                        })
                        .chain(tenant ->
                                audit.record(transaction, tenant, caller, AuditAction.KEY_REVOKED, id.toString())))
                .chain(relay::publish);
    }

    /** The account of the key, made if there is none. */
    private Uni<Account> account(SqlConnection transaction, Account wanted) {
        return accounts.insert(transaction, wanted)
                .chain(() -> accounts.find(transaction, wanted.tenant(), wanted.name()))
                .map(Objects::requireNonNull)
                .invoke(held -> {
                    if (held.kind() != AccountKind.SERVICE) {
                        throw new ProblemException(
                                ProblemType.CONFLICT,
                                "'" + held.name() + "' is a user; API keys belong to service accounts.");
                    }
                });
    }

    private static List<String> allowed(Identity caller, Account held) {
        return AccountRules.roles(caller, held.roles());
    }

    private static List<String> within(List<String> roles, Account held) {
        if (!held.roles().containsAll(roles)) {
            throw ProblemException.invalid(
                    "roles", "The service account '" + held.name() + "' has only the roles " + held.roles() + ".");
        }
        return roles;
    }

    private static @Nullable Instant expiry(@Nullable Instant expiresAt, Instant now) {
        if (expiresAt != null && (!expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(LONGEST_LIFE)))) {
            throw ProblemException.invalid("expiresAt", "Send a time within the next ten years, or leave it out.");
        }
        return expiresAt;
    }

    private static boolean isUnknownTenant(Throwable failure) {
        return failure instanceof PgException refused && FOREIGN_KEY_VIOLATION.equals(refused.getSqlState());
    }
}
