package io.mnemesh.gateway.sessions;

import io.mnemesh.gateway.accounts.Account;
import io.mnemesh.gateway.audit.AuditAction;
import io.mnemesh.gateway.audit.AuditLog;
import io.mnemesh.gateway.revocation.RevocationRelay;
import io.mnemesh.gateway.revocation.Revoking;
import io.mnemesh.gateway.signing.IssuedToken;
import io.mnemesh.gateway.signing.TokenIssuer;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Begins and renews sessions. Each renewal takes the refresh token and brings the next; a refresh token that comes a second
 * time ends its session, whoever has the other one, and revokes its tokens everywhere.
 *
 * <p>Renewals of one session are serialised by the lock on its row.
 */
@ApplicationScoped
public class Sessions {

    private final TenantTransactions transactions;
    private final SessionStore store;
    private final RefreshTokens tokens;
    private final TokenIssuer issuer;
    private final Revoking revoking;
    private final RevocationRelay relay;
    private final AuditLog audit;
    private final SessionConfig config;
    private final Ids ids;
    private final Clock clock;

    Sessions(
            TenantTransactions transactions,
            SessionStore store,
            RefreshTokens tokens,
            TokenIssuer issuer,
            Revoking revoking,
            RevocationRelay relay,
            AuditLog audit,
            SessionConfig config,
            Ids ids,
            Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.tokens = tokens;
        this.issuer = issuer;
        this.revoking = revoking;
        this.relay = relay;
        this.audit = audit;
        this.config = config;
        this.ids = ids;
        this.clock = clock;
    }

    /** How a renewal went. */
    private sealed interface Outcome {

        record Renewed(SessionTokens tokens) implements Outcome {}

        record Refused(ProblemException problem) implements Outcome {}
    }

    /**
     * Begins a session of an account that has proved itself.
     *
     * @param how the way it did, for the audit log
     */
    public Uni<SessionTokens> begin(Account account, String device, Client client, String how) {
        Instant now = now();
        Instant endsAt = now.plus(config.lifetime());
        var session = new Session(
                ids.next(),
                UUID.randomUUID(),
                account.tenant(),
                account.name(),
                device,
                client.userAgent(),
                client.address(),
                now,
                now,
                earlier(now.plus(config.idleTimeout()), endsAt),
                endsAt,
                null);
        RefreshToken refresh = tokens.generate(session.id());
        return transactions
                .inSystem(transaction -> store.insert(transaction, session, tokens.digest(refresh))
                        .chain(() ->
                                store.displace(transaction, session.tenant(), session.account(), config.most(), now))
                        .chain(displaced -> revoking.grants(transaction, displaced))
                        .chain(() -> audit.record(
                                transaction,
                                session.tenant(),
                                session.account(),
                                AuditAction.SIGNED_IN,
                                session.id().toString(),
                                client.address(),
                                how))
                        .map(done -> answer(session, account.roles(), refresh)))
                .call(relay::publish);
    }

    /** Renews the session of a refresh token. */
    public Uni<SessionTokens> renew(@Nullable String text, Client client) {
        RefreshToken token = text == null ? null : tokens.read(text);
        if (token == null) {
            return Uni.createFrom().failure(SessionProblems.malformed());
        }
        return transactions
                .inSystem(transaction -> store.lock(transaction, token.session(), tokens.digest(token))
                        .chain(known -> decide(transaction, known, client)))
                .call(outcome -> outcome instanceof Outcome.Refused
                        ? relay.publish()
                        : Uni.createFrom().voidItem())
                .map(outcome -> switch (outcome) {
                    case Outcome.Renewed renewed -> renewed.tokens();
                    case Outcome.Refused refused -> throw refused.problem();
                });
    }

    private Uni<Outcome> decide(SqlConnection transaction, SessionStore.@Nullable Known known, Client client) {
        if (known == null) {
            return refused(SessionProblems.unknown());
        }
        Session session = known.session();
        Instant now = now();
        if (session.endedBy() != null) {
            return refused(SessionProblems.ended(session.endedBy()));
        }
        if (session.isOver(now)) {
            return refused(SessionProblems.timedOut());
        }
        if (!known.current()) {
            return reused(transaction, session, client, now);
        }
        if (known.disabled()) {
            return refused(SessionProblems.disabled());
        }
        return renewed(transaction, known, client, now);
    }

    private Uni<Outcome> renewed(SqlConnection transaction, SessionStore.Known known, Client client, Instant now) {
        Session old = known.session();
        var session = new Session(
                old.id(),
                old.grant(),
                old.tenant(),
                old.account(),
                old.device(),
                client.userAgent(),
                client.address(),
                old.createdAt(),
                now,
                earlier(now.plus(config.idleTimeout()), old.endsAt()),
                old.endsAt(),
                null);
        RefreshToken next = tokens.generate(session.id());
        return store.renew(transaction, session, tokens.digest(next))
                .map(done -> new Outcome.Renewed(answer(session, known.roles(), next)));
    }

    private Uni<Outcome> reused(SqlConnection transaction, Session session, Client client, Instant now) {
        return store.end(transaction, session.tenant(), session.account(), session.id(), EndReason.REUSE, now)
                .chain(grants -> revoking.grants(transaction, grants))
                .chain(() -> audit.record(
                        transaction,
                        session.tenant(),
                        session.account(),
                        AuditAction.REFRESH_REUSED,
                        session.id().toString(),
                        client.address(),
                        null))
                .chain(() -> refused(SessionProblems.reused()));
    }

    private static Uni<Outcome> refused(ProblemException problem) {
        return Uni.createFrom().item(new Outcome.Refused(problem));
    }

    private SessionTokens answer(Session session, List<String> roles, RefreshToken refresh) {
        var identity = new Identity(session.tenant(), session.account(), Set.copyOf(roles), Set.of());
        IssuedToken access = issuer.issue(identity, session.grant(), session.endsAt());
        return new SessionTokens(
                access.token(),
                "Bearer",
                access.lifetime().toSeconds(),
                refresh.text(),
                session.id(),
                session.idleEndsAt(),
                session.endsAt());
    }

    /** To the microsecond, as PostgreSQL keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
