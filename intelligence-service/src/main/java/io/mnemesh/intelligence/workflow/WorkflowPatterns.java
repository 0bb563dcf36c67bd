package io.mnemesh.intelligence.workflow;

import io.mnemesh.intelligence.errors.evidence.Wilson;
import io.mnemesh.intelligence.workflow.model.Findings.Pattern;
import io.mnemesh.intelligence.workflow.persistence.LogStore;
import io.mnemesh.intelligence.workflow.persistence.LogStore.Revision;
import io.mnemesh.intelligence.workflow.persistence.ToldPatternStore;
import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.payload.PatternDetected;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/**
 * Looks for patterns of a tenant whenever its steps have doubled, and tells each once. The events name patterns by id and
 * hold no activities, so that nothing of an erased memory stays in the event log.
 */
@ApplicationScoped
class WorkflowPatterns {

    static final String KIND = "workflow-sequence";

    private static final MeshLog LOG = MeshLog.of(WorkflowPatterns.class);

    /** Steps before the first look. */
    private static final long FIRST_LOOK = 20;

    /** Cases and share of cases that a pattern needs to be told. */
    private static final long LEAST_CASES = 5;

    private static final double LEAST_SHARE = 0.2;

    /** Patterns told at a time. */
    private static final int MOST = 10;

    private final TenantTransactions transactions;
    private final WorkflowReplicas replicas;
    private final LogStore log;
    private final ToldPatternStore told;
    private final Outbox outbox;
    private final EventFactory events;
    private final Ids ids;
    private final Clock clock;
    private final WorkflowsConfig config;

    WorkflowPatterns(
            TenantTransactions transactions,
            WorkflowReplicas replicas,
            LogStore log,
            ToldPatternStore told,
            Outbox outbox,
            EventFactory events,
            Ids ids,
            Clock clock,
            WorkflowsConfig config) {
        this.transactions = transactions;
        this.replicas = replicas;
        this.log = log;
        this.told = told;
        this.outbox = outbox;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
        this.config = config;
    }

    /** Looks if it is time to. If that fails, the next step looks again. */
    Uni<Void> lookIfDue(TenantId tenant, Revision revision) {
        if (revision.version() < Math.max(FIRST_LOOK, revision.lookAt())) {
            return Uni.createFrom().voidItem();
        }
        return look(tenant).onFailure().recoverWithUni(failure -> {
            LOG.debug("Patterns were not looked for").cause(failure).log();
            return Uni.createFrom().voidItem();
        });
    }

    private Uni<Void> look(TenantId tenant) {
        return replicas.upToDate(tenant)
                .flatMap(replica -> {
                    long cases = replica.ask(model -> model.summary().cases());
                    long least = Math.max(LEAST_CASES, (long) Math.ceil(cases * LEAST_SHARE));
                    List<Pattern> found = replica.patterns(least, config.patternWork()).found().stream()
                            .limit(MOST)
                            .toList();
                    return transactions.inTenant(tenant, connection -> tell(connection, tenant, replica, found, cases));
                })
                .invoke(outbox::wake);
    }

    private Uni<Void> tell(
            SqlConnection connection, TenantId tenant, WorkflowReplica replica, List<Pattern> found, long cases) {
        return log.lock(connection).flatMap(revision -> {
            if (revision.epoch() != replica.epoch() || revision.lookAt() > replica.version()) {
                return Uni.createFrom().voidItem();
            }
            return log.lookAt(connection, 2 * replica.version())
                    .chain(() -> Multi.createFrom()
                            .iterable(found)
                            .onItem()
                            .transformToUniAndConcatenate(pattern -> tell(connection, tenant, pattern, cases))
                            .collect()
                            .last())
                    .replaceWithVoid();
        });
    }

    private Uni<Void> tell(SqlConnection connection, TenantId tenant, Pattern pattern, long cases) {
        UUID id = ids.next();
        return told.add(connection, id, pattern.activities(), pattern.cases(), clock.instant())
                .flatMap(isNew -> {
                    if (!isNew) {
                        return Uni.createFrom().voidItem();
                    }
                    var detected = new PatternDetected(
                            id,
                            KIND,
                            "%d activities come in the same order in %d of %d cases."
                                    .formatted(pattern.activities().size(), pattern.cases(), cases),
                            pattern.cases(),
                            Wilson.lower((double) pattern.cases(), (double) cases));
                    var event = events.create(EventTypes.PATTERN_DETECTED, tenant, id.toString(), detected);
                    return outbox.append(transactions.statements(connection), List.of(event));
                });
    }
}
