package io.mnemesh.gateway.sessions;

import io.mnemesh.gateway.accounts.AccountAdministration;
import io.mnemesh.gateway.accounts.AccountKind;
import io.mnemesh.gateway.accounts.AccountRules;
import io.mnemesh.gateway.audit.AuditAction;
import io.mnemesh.gateway.audit.AuditLog;
import io.mnemesh.gateway.paging.PageRequest;
import io.mnemesh.gateway.revocation.RevocationRelay;
import io.mnemesh.gateway.revocation.Revoking;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists and ends sessions: a user the own ones, an admin those of the users of the tenant. */
@ApplicationScoped
public class SessionAdministration {

    private final TenantTransactions transactions;
    private final SessionStore store;
    private final AccountAdministration accounts;
    private final Revoking revoking;
    private final RevocationRelay relay;
    private final AuditLog audit;
    private final SessionConfig config;
    private final Clock clock;

    SessionAdministration(
            TenantTransactions transactions,
            SessionStore store,
            AccountAdministration accounts,
            Revoking revoking,
            RevocationRelay relay,
            AuditLog audit,
            SessionConfig config,
            Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.accounts = accounts;
        this.revoking = revoking;
        this.relay = relay;
        this.audit = audit;
        this.config = config;
        this.clock = clock;
    }

    /**
     * The caller's own sessions.
     *
     * @param grant of the caller's token
     */
    public Uni<SessionPage> list(Identity caller, Optional<String> grant, PageRequest page) {
        return list(caller.tenant(), caller.subject(), grant.orElse(""), page);
    }

    /** The sessions of a user. */
    public Uni<SessionPage> listOf(Identity caller, @Nullable TenantId tenant, String user, PageRequest page) {
        return accounts.find(caller, AccountKind.USER, tenant, user)
                .chain(account -> list(account.tenant(), account.name(), "", page));
    }

    private Uni<SessionPage> list(TenantId tenant, String account, String grant, PageRequest page) {
        return store.open(tenant, account, clock.instant(), page.afterId(), page)
                .map(found -> {
                    var cut = page.cut(found, session -> session.id().toString());
                    return new SessionPage(
                            cut.items().stream()
                                    .map(session -> SessionView.of(session, grant))
                                    .toList(),
                            cut.nextCursor());
                });
    }

    /** Ends one of the caller's own sessions. */
    public Uni<Void> end(Identity caller, UUID id) {
        return end(caller, id, EndReason.LOGOUT);
    }

    /** Ends the session that the caller's token belongs to. */
    public Uni<Void> logout(Identity caller, Optional<String> grant) {
        return own(grant).chain(session -> end(caller, session.id(), EndReason.LOGOUT));
    }

    /** Ends all sessions of the caller. */
    public Uni<Void> logoutEverywhere(Identity caller) {
        return endAll(caller, caller.tenant(), caller.subject(), EndReason.EVERYWHERE);
    }

    /** Ends all sessions of a user. */
    public Uni<Void> endAllOf(Identity caller, @Nullable TenantId asked, String user) {
        TenantId tenant = AccountRules.tenant(caller, asked);
        return accounts.find(caller, AccountKind.USER, tenant, user)
                .chain(account -> endAll(caller, tenant, user, EndReason.ADMIN));
    }

    private Uni<Session> own(Optional<String> grant) {
        Uni<@Nullable Session> found =
                grant.isEmpty() ? Uni.createFrom().nullItem() : store.findByGrant(UUID.fromString(grant.get()));
        return found.map(session -> {
            if (session == null) {
                throw SessionProblems.noSession();
            }
            return session;
        });
    }

    private Uni<Void> end(Identity caller, UUID id, EndReason reason) {
        return transactions
                .inSystem(transaction -> store.end(
                                transaction, caller.tenant(), caller.subject(), id, reason, clock.instant())
                        .invoke(ended -> {
                            if (ended.isEmpty()) {
                                throw ProblemException.notFound("There is no such session, or it has ended.");
                            }
                        })
                        .chain(ended -> revoking.grants(transaction, ended))
                        .chain(() -> audit.record(
                                transaction, caller.tenant(), caller, AuditAction.SESSION_ENDED, id.toString())))
                .chain(relay::publish);
    }

    private Uni<Void> endAll(Identity caller, TenantId tenant, String account, EndReason reason) {
        return transactions
                .inSystem(transaction -> store.endAll(transaction, tenant, account, reason, clock.instant())
                        .chain(ended -> revoking.grants(transaction, ended))
                        .chain(() -> audit.record(transaction, tenant, caller, AuditAction.SESSIONS_ENDED, account)))
                .chain(relay::publish);
    }

    @Scheduled(every = "1h", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return store.forget(clock.instant().minus(config.keep())).onFailure().recoverWithNull();
    }
}
