package io.mnemesh.memory.erasure;

import io.mnemesh.memory.erasure.persistence.ErasureRepository;
import io.mnemesh.memory.erasure.persistence.KeyRepository;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Erasures of a tenant: asked for, told of. Only an administrator of the tenant, or a caller with the scope
 * {@value #SCOPE}, may ask for one or see them.
 */
@ApplicationScoped
public class Erasures {

    /** Scope that allows to erase. */
    public static final String SCOPE = "memory:erase";

    private final TenantTransactions transactions;
    private final ErasureRepository erasures;
    private final KeyRepository keys;
    private final ServiceRequests services;
    private final IndexErasure indexes;
    private final SigningKey key;
    private final Tombstones tombstones;
    private final ErasureCounts counts;
    private final Ids ids;
    private final Clock clock;

    Erasures(
            TenantTransactions transactions,
            ErasureRepository erasures,
            KeyRepository keys,
            ServiceRequests services,
            IndexErasure indexes,
            SigningKey key,
            Tombstones tombstones,
            ErasureCounts counts,
            Ids ids,
            Clock clock) {
        this.transactions = transactions;
        this.erasures = erasures;
        this.keys = keys;
        this.services = services;
        this.indexes = indexes;
        this.key = key;
        this.tombstones = tombstones;
        this.counts = counts;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Starts an erasure, which goes on by itself from here on, or finds the one that is under way for the same.
     *
     * @return fails with {@code forbidden} or {@code invalid-value}
     */
    public Uni<Erasure> start(Identity caller, @Nullable ErasureDraft draft) {
        requireAllowed(caller);
        ErasureTarget target = ErasureDraft.check(draft);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return transactions
                .inTenant(
                        caller.tenant(),
                        connection ->
                                erasures.create(connection, caller.tenant(), ids.next(), target, caller.subject(), now))
                .chain(id -> get(caller, id));
    }

    /** The erasure; fails with {@code forbidden} or {@code not-found}. */
    public Uni<Erasure> get(Identity caller, UUID id) {
        requireAllowed(caller);
        return transactions
                .inTenant(
                        caller.tenant(),
                        connection -> find(connection, caller, id).chain(found -> told(connection, found)))
                .chain(this::answer);
    }

    /** Erasures, latest first; only those of a user if one is named. */
    public Uni<ErasurePage> list(Identity caller, @Nullable String user, @Nullable UUID after, int limit) {
        requireAllowed(caller);
        String digest = user == null ? null : ErasureTarget.digestOf(user);
        return transactions
                .inTenant(
                        caller.tenant(),
                        connection -> erasures.page(connection, caller.tenant(), digest, after, limit + 1)
                                .chain(found -> io.smallrye.mutiny.Multi.createFrom()
                                        .iterable(found)
                                        .onItem()
                                        .transformToUniAndConcatenate(one -> told(connection, one))
                                        .collect()
                                        .asList()))
                .chain(found -> io.smallrye.mutiny.Multi.createFrom()
                        .iterable(found.subList(0, Math.min(limit, found.size())))
                        .onItem()
                        .transformToUniAndConcatenate(this::answer)
                        .collect()
                        .asList()
                        .map(items -> new ErasurePage(
                                items, found.size() > limit ? items.getLast().id() : null)));
    }

    /** Ids of the memories of an erasure, in their order. */
    public Uni<ErasedPage> memories(Identity caller, UUID id, @Nullable UUID after, int limit) {
        requireAllowed(caller);
        return transactions.inTenant(
                caller.tenant(),
                connection -> find(connection, caller, id)
                        .chain(found -> erasures.memories(connection, caller.tenant(), id, after, limit + 1))
                        .map(found -> found.size() > limit
                                ? new ErasedPage(found.subList(0, limit), found.get(limit - 1))
                                : new ErasedPage(found, null)));
    }

    /** The public keys that tombstones are verified with, that of this instance among them. */
    public Uni<TombstoneKeys> keys() {
        return transactions
                .inSystem(connection ->
                        keys.add(connection, key.id(), key.publicKey()).chain(() -> keys.all(connection)))
                .map(all -> new TombstoneKeys(all.stream()
                        .map(one -> new TombstoneKeys.Key(
                                "OKP",
                                "Ed25519",
                                "sig",
                                "EdDSA",
                                one.id(),
                                Base64.getUrlEncoder().withoutPadding().encodeToString(one.raw())))
                        .toList()));
    }

    private record Told(OpenErasure erasure, List<ErasureAnswer> answers) {}

    private Uni<OpenErasure> find(SqlConnection connection, Identity caller, UUID id) {
        return erasures.find(connection, caller.tenant(), id)
                .map(found -> found.orElseThrow(() -> ProblemException.notFound("There is no erasure with this id.")));
    }

    private Uni<Told> told(SqlConnection connection, OpenErasure erasure) {
        return erasures.answers(connection, erasure.tenant(), erasure.id()).map(answers -> new Told(erasure, answers));
    }

    private Uni<Erasure> answer(Told told) {
        OpenErasure erasure = told.erasure();
        Uni<List<String>> waiting =
                switch (erasure.step()) {
                    case ANSWERS -> Uni.createFrom().item(services.missing(erasure, told.answers(), 1));
                    case ANSWERS_AGAIN -> Uni.createFrom().item(services.missing(erasure, told.answers(), 2));
                    case INDEXES -> indexes.waitingFor(erasure);
                    default -> Uni.createFrom().item(List.of());
                };
        return waiting.map(open -> answer(told, open));
    }

    private Erasure answer(Told told, List<String> waiting) {
        OpenErasure erasure = told.erasure();
        String signed = erasure.signed();
        return new Erasure(
                erasure.id(),
                erasure.step() == ErasureStep.DONE ? "done" : "running",
                erasure.step().key(),
                erasure.step().before().stream().map(ErasureStep::key).toList(),
                erasure.userDigest(),
                erasure.memories(),
                counts.read(erasure.counts()),
                waiting,
                told.answers().stream()
                        .map(one -> new Erasure.Answer(
                                one.service(), one.round(), counts.read(one.removed()), one.answeredAt()))
                        .toList(),
                erasure.requestedBy(),
                erasure.requestedAt(),
                erasure.finishedAt(),
                signed == null ? null : tombstones.read(signed),
                signed);
    }

    private static void requireAllowed(Identity caller) {
        if (!caller.roles().contains(Identity.ADMIN) && !caller.scopes().contains(SCOPE)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "Erasing needs the role admin or the scope " + SCOPE + ".");
        }
    }
}
