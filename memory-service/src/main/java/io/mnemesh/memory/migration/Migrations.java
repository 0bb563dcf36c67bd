package io.mnemesh.memory.migration;

import io.mnemesh.memory.background.BestEffort;
import io.mnemesh.memory.embedding.EmbeddingConfig;
import io.mnemesh.memory.index.Generation;
import io.mnemesh.memory.index.IndexConfig;
import io.mnemesh.memory.index.IndexPlan;
import io.mnemesh.memory.index.IndexPlans;
import io.mnemesh.memory.index.IndexService;
import io.mnemesh.memory.migration.persistence.MigrationRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.EmbeddingsClient;
import io.mnemesh.mesh.work.EmbeddingsClient.Embeddings;
import io.mnemesh.mesh.work.Lane;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Migrations and what follows from them: which builds of the index there shall be and which one serves. The latest row
 * decides, so all instances come to the same plan; each lets the other build serve as soon as it has caught up there.
 */
@ApplicationScoped
public class Migrations implements IndexPlans {

    private static final MeshLog LOG = MeshLog.of(Migrations.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final String PROBE = "Which model answers?";

    private final MigrationRepository repository;
    private final TenantSessions sessions;
    private final EmbeddingsClient embeddings;
    private final EmbeddingConfig config;
    private final IndexConfig indexConfig;
    private final IndexService index;
    private final Completion completion;
    private final Ids ids;
    private final Clock clock;

    Migrations(
            MigrationRepository repository,
            TenantSessions sessions,
            EmbeddingsClient embeddings,
            EmbeddingConfig config,
            IndexConfig indexConfig,
            IndexService index,
            Completion completion,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.sessions = sessions;
        this.embeddings = embeddings;
        this.config = config;
        this.indexConfig = indexConfig;
        this.index = index;
        this.completion = completion;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Uni<IndexPlan> current() {
        return all().map(this::plan);
    }

    /** Latest first. */
    Uni<List<Migration>> all() {
        return sessions.inSystem(transaction -> repository.all());
    }

    /** Latest first. Fails with {@code forbidden} for who is no operator. */
    public Uni<List<MigrationProgress>> all(Identity caller) {
        requireOperator(caller);
        return all().map(found -> found.stream().map(this::progress).toList());
    }

    /** Fails with {@code forbidden} for who is no operator, and with {@code not-found} if there is none. */
    public Uni<MigrationProgress> byId(Identity caller, UUID id) {
        requireOperator(caller);
        return sessions.inSystem(transaction -> repository.byId(id))
                .map(found -> progress(found.orElseThrow(Migrations::unknown)));
    }

    private MigrationProgress progress(Migration migration) {
        return MigrationProgress.of(migration, caughtUp(migration));
    }

    private IndexPlan plan(List<Migration> latestFirst) {
        return latestFirst.isEmpty()
                ? new IndexPlan(Generation.configured(indexConfig), null, false)
                : latestFirst.getFirst().plan(clock.instant());
    }

    /** True if the build that does not serve has taken in on this instance what the one that does has. */
    private boolean caughtUp(Migration migration) {
        Generation beside = migration.plan(clock.instant()).beside();
        return beside != null && index.caughtUp(beside);
    }

    /**
     * Begins one. Fails with {@code forbidden} for who is no operator, with {@code invalid-value} if there is no such model,
     * and with {@code conflict} while another one is open, if the model serves already, or if the embeddings service answers
     * with vectors that are not of the index.
     */
    public Uni<MigrationProgress> begin(Identity caller, @Nullable MigrationDraft draft) {
        requireOperator(caller);
        String model = MigrationDraft.modelOf(draft);
        return all().chain(migrations -> {
            if (migrations.stream().anyMatch(one -> one.state().open())) {
                return Uni.createFrom().failure(another());
            }
            Generation serving = plan(migrations).serving();
            return probe(caller.tenant(), serving.model())
                    .onFailure(Migrations::isRefusal)
                    .transform(Migrations::servingIsGone)
                    .chain(now -> probe(caller.tenant(), model)
                            .onFailure(Migrations::isRefusal)
                            .transform(failure -> noSuchModel(model, failure))
                            .chain(then -> begin(serving, model, now, then)))
                    .map(this::progress);
        });
    }

    private Uni<Embeddings> probe(TenantId tenant, @Nullable String model) {
        return embeddings.embed(tenant, model, List.of(PROBE), Lane.STANDARD, config.deadline());
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof ProblemException problem
                && (problem.type() == ProblemType.NOT_FOUND || problem.type() == ProblemType.INVALID_VALUE);
    }

    private Uni<Migration> begin(Generation serving, String model, Embeddings now, Embeddings then) {
        if (!serving.takes(now.model(), now.vectors().getFirst().length)) {
            return Uni.createFrom()
                    .failure(new ProblemException(
                            ProblemType.CONFLICT,
                            "The index is not of " + now.model() + ", which the embeddings service answers with."));
        }
        Instant begin = clock.instant().truncatedTo(ChronoUnit.MICROS);
        UUID id = ids.next();
        var from = new Generation(serving.name(), name(now), serving.dimensions());
        var to = new Generation(build(id), model, then.vectors().getFirst().length);
        if (model.equals(from.model())) {
            return Uni.createFrom()
                    .failure(new ProblemException(ProblemType.CONFLICT, "The index is of this model already."));
        }
        if (!to.takes(then.model(), to.dimensions())) {
            return Uni.createFrom()
                    .failure(ProblemException.invalid(
                            "model", "The embeddings service answers with " + then.model() + " instead."));
        }
        var migration = new Migration(
                id, from, to, now.model(), then.model(), MigrationState.EMBEDDING, 0, 0, false, begin, begin);
        return sessions.inSystem(transaction -> repository.insert(migration))
                .map(inserted -> {
                    if (!inserted) {
                        throw another();
                    }
                    return migration;
                })
                .call(this::follow);
    }

    /** Fits names of folders and of collections. */
    private static String build(UUID id) {
        return id.toString().replace("-", "");
    }

    /** Name without the revision. */
    private static String name(Embeddings answer) {
        int end = answer.model().lastIndexOf('@');
        return end < 0 ? answer.model() : answer.model().substring(0, end);
    }

    /**
     * Lets the other model serve; again changes nothing. Fails with {@code conflict} unless every memory has its vector and
     * the other build has caught up on this instance; the last few vectors are computed for it.
     */
    public Uni<MigrationProgress> cutOver(Identity caller, UUID id) {
        requireOperator(caller);
        return complete(id, Set.of(MigrationState.READY, MigrationState.ROLLED_BACK), Migration::to)
                .chain(() -> change(id, migration -> switch (migration.state()) {
                    case READY, ROLLED_BACK -> {
                        requireCaughtUp(migration);
                        yield MigrationState.SERVING;
                    }
                    case SERVING -> MigrationState.SERVING;
                    case EMBEDDING, FINISHED, CANCELLED -> throw conflict(migration);
                }))
                .map(this::progress);
    }

    /**
     * Lets the model before serve again; again changes nothing. Fails with {@code conflict} once that is dropped, and as
     * {@link #cutOver} does.
     */
    public Uni<MigrationProgress> rollBack(Identity caller, UUID id) {
        requireOperator(caller);
        return complete(id, Set.of(MigrationState.SERVING), Migration::from)
                .chain(() -> change(id, migration -> switch (migration.state()) {
                    case SERVING -> {
                        requireCaughtUp(migration);
                        yield MigrationState.ROLLED_BACK;
                    }
                    case ROLLED_BACK -> MigrationState.ROLLED_BACK;
                    case EMBEDDING, READY, FINISHED, CANCELLED -> throw conflict(migration);
                }))
                .map(this::progress);
    }

    /** What is to serve has the vectors of what was stored until now, unless the migration is in another state anyway. */
    private Uni<Void> complete(UUID id, Set<MigrationState> before, Function<Migration, Generation> next) {
        return sessions.inSystem(transaction -> repository.byId(id)).chain(found -> {
            Migration migration = found.orElseThrow(Migrations::unknown);
            return before.contains(migration.state())
                    ? completion.complete(next.apply(migration))
                    : Uni.createFrom().voidItem();
        });
    }

    /** Ends it: the build that does not serve is dropped, with the vectors of its model. */
    public Uni<MigrationProgress> end(Identity caller, UUID id) {
        requireOperator(caller);
        return change(id, migration -> switch (migration.state()) {
                    case EMBEDDING, READY, ROLLED_BACK, CANCELLED -> MigrationState.CANCELLED;
                    case SERVING, FINISHED -> MigrationState.FINISHED;
                })
                .map(this::progress);
    }

    /** Notes that every memory has its vector. */
    Uni<Migration> ready(UUID id) {
        return change(
                id,
                migration -> migration.state() == MigrationState.EMBEDDING ? MigrationState.READY : migration.state());
    }

    private Uni<Migration> change(UUID id, Function<Migration, MigrationState> next) {
        return sessions.inSystem(transaction ->
                        repository.lock(id).chain(found -> enter(found.orElseThrow(Migrations::unknown), next)))
                .call(this::follow);
    }

    private Uni<Migration> enter(Migration migration, Function<Migration, MigrationState> next) {
        MigrationState state = next.apply(migration);
        return state == migration.state()
                ? Uni.createFrom().item(migration)
                : repository.enter(migration.id(), state, clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /** This instance need not wait until it looks again. Never fails. */
    private Uni<Void> follow() {
        return index.follow(this).plug(BestEffort.of(LOG, "A migration is followed when it is looked at next"));
    }

    private void requireCaughtUp(Migration migration) {
        if (!caughtUp(migration)) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "The other index has not caught up yet; try again.", Map.of(), RETRY, null);
        }
    }

    private static void requireOperator(Identity caller) {
        if (!caller.roles().contains(Identity.OPERATOR)) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Migrating the index needs the role operator.");
        }
    }

    private static ProblemException noSuchModel(String model, Throwable cause) {
        return new ProblemException(
                ProblemType.INVALID_VALUE,
                "There is no model " + model + "; GET /v1/models lists those there are.",
                Map.of("field", "model"),
                null,
                cause);
    }

    private static ProblemException servingIsGone(Throwable cause) {
        return new ProblemException(
                ProblemType.UNAVAILABLE, "The model that serves is not there at present.", Map.of(), RETRY, cause);
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("There is no such migration.");
    }

    private static ProblemException another() {
        return new ProblemException(ProblemType.CONFLICT, "Another migration is open; end it first.");
    }

    private static ProblemException conflict(Migration migration) {
        return new ProblemException(
                ProblemType.CONFLICT,
                "The migration is " + migration.state().key() + ".",
                Map.of("state", migration.state().key()),
                null,
                null);
    }
}
