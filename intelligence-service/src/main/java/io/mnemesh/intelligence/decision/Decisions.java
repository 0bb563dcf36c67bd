package io.mnemesh.intelligence.decision;

import io.mnemesh.intelligence.decision.persistence.DecisionStore;
import io.mnemesh.intelligence.decision.persistence.DecisionStore.Removed;
import io.mnemesh.intelligence.decision.persistence.KindStore;
import io.mnemesh.intelligence.decision.persistence.ModelStore;
import io.mnemesh.intelligence.erasure.LearnedMemories;
import io.mnemesh.intelligence.events.ExactlyOnce;
import io.mnemesh.intelligence.sql.Position;
import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.DecisionRecorded;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Records decisions and how they ended, wherever that is told, and has them learned from. */
@ApplicationScoped
public class Decisions implements LearnedMemories {

    private final TenantTransactions transactions;
    private final ExactlyOnce exactlyOnce;
    private final DecisionStore decisions;
    private final KindStore kinds;
    private final ModelStore models;
    private final Outbox outbox;
    private final EventFactory events;
    private final Clock clock;
    private final DecisionsConfig config;
    private final DecisionMetrics metrics;

    Decisions(
            TenantTransactions transactions,
            ExactlyOnce exactlyOnce,
            DecisionStore decisions,
            KindStore kinds,
            ModelStore models,
            Outbox outbox,
            EventFactory events,
            Clock clock,
            DecisionsConfig config,
            DecisionMetrics metrics) {
        this.transactions = transactions;
        this.exactlyOnce = exactlyOnce;
        this.decisions = decisions;
        this.kinds = kinds;
        this.models = models;
        this.outbox = outbox;
        this.events = events;
        this.clock = clock;
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * Records a decision. Doing so again changes nothing.
     *
     * @param by id of the user who says so; it is forgotten with them
     * @throws ProblemException {@code conflict} if another one, or one that was deleted, has its id
     */
    public Uni<Decision> record(TenantId tenant, Decision decision, String by) {
        return transactions
                .inTenant(
                        tenant,
                        connection -> decisions
                                .isBuried(connection, decision.id())
                                .flatMap(buried -> {
                                    if (buried) {
                                        throw taken();
                                    }
                                    return add(connection, tenant, decision, true)
                                            .flatMap(isNew -> isNew
                                                    ? decisions
                                                            .recordedBy(connection, decision.id(), by)
                                                            .replaceWith(decision)
                                                    : decisions
                                                            .find(connection, decision.id())
                                                            .map(known -> same(known, decision)));
                                }))
                .invoke(outbox::wake);
    }

    private static Decision same(@Nullable Decision known, Decision told) {
        if (known == null
                || known.memoryId() != null
                || !known.ended(null, null)
                        .equals(new Decision(
                                told.id(),
                                null,
                                0,
                                told.kind(),
                                told.question(),
                                told.options(),
                                told.chosen(),
                                told.features(),
                                told.interventions(),
                                known.decidedAt(),
                                null,
                                null))) {
            throw taken();
        }
        return known;
    }

    private static ProblemException taken() {
        return new ProblemException(ProblemType.CONFLICT, "Another decision has or had this id.");
    }

    /**
     * Says how a decision ended, or corrects it.
     *
     * @param outcome null to take back what was said
     * @throws ProblemException {@code not-found}
     */
    public Uni<Decision> end(TenantId tenant, UUID id, @Nullable String outcome, @Nullable Instant at) {
        return transactions.inTenant(
                tenant,
                connection -> decisions.lock(connection, id).flatMap(known -> {
                    if (known == null) {
                        throw notFound();
                    }
                    if (Objects.equals(known.outcome(), outcome) && (at == null || at.equals(known.outcomeAt()))) {
                        return Uni.createFrom().item(known);
                    }
                    Decision ended = known.ended(outcome, at == null ? clock.instant() : at);
                    return decisions
                            .replace(connection, ended)
                            .chain(() -> changed(connection, known, ended))
                            .replaceWith(ended);
                }));
    }

    /** @throws ProblemException {@code not-found} */
    public Uni<Decision> find(TenantId tenant, UUID id) {
        return transactions
                .inTenant(tenant, connection -> decisions.find(connection, id))
                .map(known -> {
                    if (known == null) {
                        throw notFound();
                    }
                    return known;
                });
    }

    public Uni<List<Decision>> page(TenantId tenant, DecisionFilter filter, @Nullable Position after, int limit) {
        return transactions.inTenant(tenant, connection -> decisions.page(connection, filter, after, limit));
    }

    /**
     * Deletes a decision; nothing that was learned from it stays.
     *
     * @throws ProblemException {@code not-found}
     */
    public Uni<Void> delete(TenantId tenant, UUID id) {
        return transactions
                .inTenant(tenant, connection -> erase(connection, tenant, List.of(id), clock.instant()))
                .invoke(removed -> {
                    if (removed == 0) {
                        throw notFound();
                    }
                })
                .replaceWithVoid();
    }

    private static ProblemException notFound() {
        return ProblemException.notFound("There is no decision of this id.");
    }

    /** Somebody told of a decision; whether with what was told before or anew. */
    Uni<Void> hear(MeshEvent<?> cause, Decision told) {
        return once(
                cause,
                connection -> decisions.isBuried(connection, told.id()).flatMap(buried -> {
                    if (buried) {
                        return Uni.createFrom().voidItem();
                    }
                    boolean tells = told.memoryId() != null;
                    return add(connection, cause.tenant(), told, tells)
                            .flatMap(isNew -> isNew || !tells ? Uni.createFrom().voidItem() : change(connection, told));
                }));
    }

    private Uni<Void> change(SqlConnection connection, Decision told) {
        return decisions.lock(connection, told.id()).flatMap(known -> {
            if (known == null || known.version() >= told.version()) {
                return Uni.createFrom().voidItem();
            }
            Decision now = told.outcome() == null ? told.ended(known.outcome(), known.outcomeAt()) : told;
            return decisions.replace(connection, now).chain(() -> changed(connection, known, now));
        });
    }

    /** A memory was deleted, or is no decision any more. */
    Uni<Void> forget(MeshEvent<?> cause, UUID memoryId, Instant at, boolean forGood) {
        return once(
                cause,
                connection -> (forGood
                                ? decisions.bury(connection, List.of(memoryId), at)
                                : Uni.createFrom().voidItem())
                        .chain(() -> remove(connection, List.of(memoryId)))
                        .replaceWithVoid());
    }

    private Uni<Void> once(MeshEvent<?> cause, Function<SqlConnection, Uni<Void>> effect) {
        return exactlyOnce.run(DecisionSubscription.GROUP, cause, effect);
    }

    @Override
    public String what() {
        return "decisions";
    }

    @Override
    public List<String> tables() {
        return List.of("decision", "decision_kind", "decision_model");
    }

    @Override
    public Uni<Long> erase(SqlConnection connection, TenantId tenant, List<UUID> memories, Instant at) {
        return remove(connection, memories).call(removed -> decisions.bury(connection, memories, at));
    }

    private Uni<Long> remove(SqlConnection connection, List<UUID> ids) {
        return decisions
                .remove(connection, ids)
                .flatMap(removed -> Multi.createFrom()
                        .iterable(removed.stream()
                                .filter(Removed::ended)
                                .map(Removed::kind)
                                .collect(Collectors.toSet()))
                        .onItem()
                        .transformToUniAndConcatenate(kind -> unlearn(connection, kind))
                        .collect()
                        .last()
                        .replaceWith((long) removed.size()));
    }

    /** A model knows nothing but the decisions that are there, so one that knew others goes. */
    private Uni<Void> unlearn(SqlConnection connection, String kind) {
        return models.remove(connection, kind).chain(() -> kinds.changed(connection, kind, true, config.settle()));
    }

    private Uni<Boolean> add(SqlConnection connection, TenantId tenant, Decision decision, boolean tells) {
        return removeOld(connection)
                .chain(() -> decisions.add(connection, decision))
                .call(isNew -> {
                    if (!isNew) {
                        return Uni.createFrom().voidItem();
                    }
                    metrics.recorded();
                    Uni<Void> learning = decision.outcome() == null
                            ? Uni.createFrom().voidItem()
                            : kinds.changed(connection, decision.kind(), false, config.settle());
                    return tells ? learning.chain(() -> tell(connection, tenant, decision)) : learning;
                });
    }

    /** Once a day at most, so that models are not learned anew for every decision that gets too old. */
    private Uni<Void> removeOld(SqlConnection connection) {
        Instant oldest = clock.instant().minus(Duration.ofDays(config.keptDays()));
        return decisions
                .before(connection, oldest, oldest.minus(Duration.ofDays(1)))
                .flatMap(old -> old.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : remove(connection, old).replaceWithVoid());
    }

    /** Removes what a user recorded over HTTP; what their memories told goes with these. @return how many */
    Uni<Long> eraseOf(SqlConnection connection, TenantId tenant, String user) {
        return decisions.of(connection, user).flatMap(ids -> erase(connection, tenant, ids, clock.instant()));
    }

    private Uni<Void> tell(SqlConnection connection, TenantId tenant, Decision decision) {
        var recorded = new DecisionRecorded(
                decision.id(), decision.question(), decision.options(), decision.chosen(), decision.decidedAt());
        var event = events.create(
                EventTypes.DECISION_RECORDED, tenant, decision.id().toString(), recorded);
        return outbox.append(transactions.statements(connection), List.of(event));
    }

    private Uni<Void> changed(SqlConnection connection, Decision before, Decision now) {
        boolean moved = !before.kind().equals(now.kind()) && before.outcome() != null;
        Uni<Void> left =
                moved ? unlearn(connection, before.kind()) : Uni.createFrom().voidItem();
        boolean counts = now.outcome() != null || before.outcome() != null;
        return counts ? left.chain(() -> kinds.changed(connection, now.kind(), false, config.settle())) : left;
    }
}
