package io.mnemesh.gateway.signing;

import io.mnemesh.mesh.identity.IdentityConfig;
import io.mnemesh.mesh.postgres.QueuedConnections;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.redis.Rules;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The signing keys of the mesh, kept sealed in PostgreSQL, so that all gateways sign with the same one and know the same
 * next one. The first is made by whichever gateway starts first, each further one when the last is old enough or an
 * operator wants it. Held in memory and read again now and then.
 */
@ApplicationScoped
public class SigningKeys {

    private final TenantTransactions transactions;
    private final QueuedConnections connections;
    private final SigningKeyStore store;
    private final SigningConfig config;
    private final Duration trust;
    private final Clock clock;
    private volatile @Nullable SigningSchedule schedule;

    SigningKeys(
            TenantTransactions transactions,
            QueuedConnections connections,
            SigningKeyStore store,
            SigningConfig config,
            IdentityConfig identity,
            Clock clock) {
        Rules.atLeast(
                "mnemesh.gateway.signing.announce",
                config.announce(),
                identity.refresh().plus(identity.timeout()));
        this.transactions = transactions;
        this.connections = connections;
        this.store = store;
        this.config = config;
        this.trust = config.tokenLifetime().plus(identity.clockSkew()).plusSeconds(1);
        this.clock = clock;
    }

    /** The keys, read if they are not known; the first is made if there is none. Fails while the database is away. */
    public Uni<Void> ready() {
        return known().replaceWithVoid();
    }

    /** The public halves as a JSON Web Key Set (RFC 7517). */
    public Uni<String> jwks() {
        return known().map(known -> SigningKey.jwks(known.published(clock.instant())));
    }

    /** The published keys. */
    public Uni<SigningKeyList> list() {
        return known().map(this::view);
    }

    /**
     * Makes the next key; it signs once every service has had the time to read it.
     *
     * @param record what else is done in the transaction, with the id of the new key
     * @throws ProblemException {@code conflict} if the last key does not sign yet
     */
    public Uni<SigningKeyList> makeNext(BiFunction<SqlConnection, String, Uni<Void>> record) {
        Instant now = now();
        return change((transaction, known) -> {
                    SigningKey last = known.keys().getLast();
                    if (!known.signing(now).equals(last)) {
                        throw new ProblemException(
                                ProblemType.CONFLICT,
                                "The last key does not sign yet; it will from " + known.signsFrom(last) + ".");
                    }
                    return store.make(transaction, now).chain(made -> record.apply(transaction, made.id()));
                })
                .map(this::view);
    }

    /**
     * The key that signs now, if the keys were read already.
     *
     * @throws ProblemException {@code unavailable} otherwise
     */
    SigningKey required() {
        SigningSchedule known = schedule;
        if (known == null) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE,
                    "The gateway is starting; its signing key is not there yet.",
                    Map.of(),
                    Duration.ofSeconds(1),
                    null);
        }
        return known.signing(clock.instant());
    }

    /** Reads the keys again, makes the next one if the last is old, and deletes those that no token needs any more. */
    @Scheduled(every = "30s", delayed = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return reload().chain(this::tidy).onFailure().recoverWithNull();
    }

    private Uni<Void> tidy(SigningSchedule known) {
        Instant now = now();
        if (!known.keys().getLast().createdAt().plus(config.rotateEvery()).isAfter(now)) {
            return change((transaction, again) -> again.keys().equals(known.keys())
                            ? store.make(transaction, now).replaceWithVoid()
                            : Uni.createFrom().voidItem())
                    .replaceWithVoid();
        }
        SigningKey oldest = known.published(now).getFirst();
        return oldest.equals(known.keys().getFirst())
                ? Uni.createFrom().voidItem()
                : connections.with(connection -> store.deleteBefore(connection, oldest));
    }

    private Uni<SigningSchedule> known() {
        SigningSchedule known = schedule;
        return known != null
                ? Uni.createFrom().item(known)
                : reload().onFailure(NoKeyException.class)
                        .recoverWithUni(() ->
                                change((transaction, none) -> Uni.createFrom().voidItem()));
    }

    /** Reads the keys. */
    Uni<SigningSchedule> reload() {
        return connections.with(store::read).map(this::schedule).invoke(read -> schedule = read);
    }

    /** Makes the first key if there is none, does the work, and reads what there is then; no other gateway does meanwhile. */
    private Uni<SigningSchedule> change(BiFunction<SqlConnection, SigningSchedule, Uni<Void>> work) {
        return transactions
                .inSystem(transaction -> store.lock(transaction)
                        .chain(() -> store.read(transaction))
                        .chain(keys -> keys.isEmpty()
                                ? store.make(transaction, now()).map(List::of)
                                : Uni.createFrom().item(keys))
                        .chain(keys -> work.apply(transaction, schedule(keys)))
                        .chain(() -> store.read(transaction)))
                .map(this::schedule)
                .invoke(read -> schedule = read);
    }

    private SigningSchedule schedule(List<SigningKey> keys) {
        if (keys.isEmpty()) {
            throw new NoKeyException();
        }
        return new SigningSchedule(keys, config.announce(), trust);
    }

    private SigningKeyList view(SigningSchedule known) {
        Instant now = clock.instant();
        SigningKey signing = known.signing(now);
        return new SigningKeyList(known.published(now).stream()
                .map(key -> new SigningKeyView(key.id(), key.createdAt(), known.signsFrom(key), key.equals(signing)))
                .toList());
    }

    /** To the microsecond, as PostgreSQL keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** There is no signing key yet. */
    private static final class NoKeyException extends RuntimeException {
        NoKeyException() {
            super("There is no signing key yet.", null, false, false);
        }
    }
}
