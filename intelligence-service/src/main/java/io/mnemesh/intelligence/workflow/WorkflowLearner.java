package io.mnemesh.intelligence.workflow;

import io.mnemesh.intelligence.erasure.LearnedMemories;
import io.mnemesh.intelligence.events.ExactlyOnce;
import io.mnemesh.intelligence.workflow.model.Step;
import io.mnemesh.intelligence.workflow.persistence.LogStore;
import io.mnemesh.intelligence.workflow.persistence.LogStore.Revision;
import io.mnemesh.intelligence.workflow.persistence.SnapshotStore;
import io.mnemesh.intelligence.workflow.persistence.StepStore;
import io.mnemesh.intelligence.workflow.persistence.StepStore.Kept;
import io.mnemesh.intelligence.workflow.persistence.ToldPatternStore;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writes the steps that the mesh tells of into the tenant's log, from which the models learn. What an event changes and the
 * mark that it was processed are one transaction, so that a redelivery has no effect.
 */
@ApplicationScoped
class WorkflowLearner implements LearnedMemories {

    /** How far clocks may be ahead; a step that is dated later happened when it was recorded. */
    private static final Duration SKEW = Duration.ofHours(1);

    /** A step that is dated before was not: it happened when it was recorded. */
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

    private static final Uni<Revision> NOTHING = Uni.createFrom().item(LogStore.NONE);

    private final ExactlyOnce exactlyOnce;
    private final LogStore log;
    private final StepStore steps;
    private final SnapshotStore snapshots;
    private final ToldPatternStore told;
    private final WorkflowPatterns patterns;
    private final TaskTeller teller;
    private final WorkflowsConfig config;
    private final WorkflowMetrics metrics;

    WorkflowLearner(
            ExactlyOnce exactlyOnce,
            LogStore log,
            StepStore steps,
            SnapshotStore snapshots,
            ToldPatternStore told,
            WorkflowPatterns patterns,
            TaskTeller teller,
            WorkflowsConfig config,
            WorkflowMetrics metrics) {
        this.exactlyOnce = exactlyOnce;
        this.log = log;
        this.steps = steps;
        this.snapshots = snapshots;
        this.told = told;
        this.patterns = patterns;
        this.teller = teller;
        this.config = config;
        this.metrics = metrics;
    }

    /** A step was stored or changed. */
    Uni<Void> learn(MeshEvent<?> cause, StepReport report) {
        String caseId = report.caseId();
        if (caseId == null || report.activity().isEmpty()) {
            metrics.withoutCase();
            return forget(cause, report.memoryId(), report.recorded(), false);
        }
        boolean strange =
                report.at().isAfter(report.recorded().plus(SKEW)) || report.at().isBefore(EARLIEST);
        Instant at = strange ? report.recorded() : report.at();
        var step = new Step(caseId, report.activity(), at.toEpochMilli(), report.ends());
        return once(
                        cause,
                        connection -> steps.isBuried(connection, report.memoryId())
                                .flatMap(buried -> buried
                                        ? NOTHING
                                        : log.lock(connection)
                                                .flatMap(revision -> steps.ofMemory(connection, report.memoryId())
                                                        .flatMap(kept -> kept == null
                                                                ? add(connection, revision, report, step)
                                                                : change(connection, revision, kept, report, step)))))
                .chain(() -> teller.tell(cause, report.memoryId(), step));
    }

    /** A memory was deleted, or is no step any more. */
    Uni<Void> forget(MeshEvent<?> cause, UUID memoryId, Instant at, boolean forGood) {
        return once(
                cause,
                connection -> (forGood
                                ? steps.bury(connection, List.of(memoryId), at)
                                : Uni.createFrom().voidItem())
                        .chain(() -> steps.ofMemory(connection, memoryId))
                        .flatMap(kept -> kept == null
                                ? NOTHING
                                : log.lock(connection)
                                        .chain(() -> remove(connection, List.of(memoryId)))
                                        .replaceWith(LogStore.NONE)));
    }

    /** A session ended, and with it the case that has its id, if there is one. */
    Uni<Void> end(MeshEvent<?> cause, String sessionId, Instant at) {
        String caseId = StepReport.name(sessionId);
        return once(
                cause,
                connection -> steps.hasCase(connection, caseId)
                        .flatMap(known -> known
                                ? log.lock(connection)
                                        .call(revision -> steps.add(
                                                connection,
                                                revision.version(),
                                                null,
                                                0,
                                                new Step(caseId, null, at.toEpochMilli(), true)))
                                : NOTHING));
    }

    @Override
    public String what() {
        return "steps";
    }

    @Override
    public List<String> tables() {
        return List.of("workflow_step", "workflow_snapshot", "workflow_pattern");
    }

    @Override
    public Uni<Long> erase(SqlConnection connection, TenantId tenant, List<UUID> memories, Instant at) {
        return log.lock(connection)
                .chain(() -> steps.bury(connection, memories, at))
                .chain(() -> remove(connection, memories));
    }

    private Uni<Void> once(MeshEvent<?> cause, Function<SqlConnection, Uni<Revision>> effect) {
        return exactlyOnce
                .run(WorkflowSubscription.GROUP, cause, effect, NOTHING)
                .flatMap(revision -> patterns.lookIfDue(cause.tenant(), revision));
    }

    private Uni<Revision> add(SqlConnection connection, Revision revision, StepReport report, Step step) {
        return steps.add(connection, revision.version(), report.memoryId(), report.version(), step)
                .chain(() -> steps.purge(connection, revision.version(), config.keptSteps()))
                .chain(purged -> purged == 0 ? Uni.createFrom().voidItem() : unlearn(connection))
                .invoke(metrics::learned)
                .replaceWith(revision);
    }

    private Uni<Revision> change(SqlConnection connection, Revision revision, Kept kept, StepReport report, Step step) {
        if (kept.memoryVersion() >= report.version()) {
            return NOTHING;
        }
        if (kept.step().equals(step)) {
            return steps.sameAt(connection, report.memoryId(), report.version()).replaceWith(LogStore.NONE);
        }
        return remove(connection, List.of(report.memoryId())).chain(() -> add(connection, revision, report, step));
    }

    /** Removes steps; if there were any, nothing that was learned from them stays. */
    private Uni<Long> remove(SqlConnection connection, List<UUID> memories) {
        return steps.remove(connection, memories)
                .call(removed -> removed == 0 ? Uni.createFrom().voidItem() : unlearn(connection));
    }

    /** Models know nothing but the steps that are kept, so they are learned anew from these. */
    private Uni<Void> unlearn(SqlConnection connection) {
        return log.renewEpoch(connection)
                .chain(() -> snapshots.remove(connection))
                .chain(() -> told.removeUnfounded(connection));
    }
}
