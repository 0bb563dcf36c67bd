package io.mnemesh.intelligence.workflow;

import io.mnemesh.intelligence.workflow.model.WorkflowModel;
import io.mnemesh.intelligence.workflow.persistence.LogStore;
import io.mnemesh.intelligence.workflow.persistence.LogStore.Revision;
import io.mnemesh.intelligence.workflow.persistence.SnapshotStore;
import io.mnemesh.intelligence.workflow.persistence.SnapshotStore.Snapshot;
import io.mnemesh.intelligence.workflow.persistence.StepStore;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The models of the tenants that were asked for last. Thread-safe. */
@ApplicationScoped
class WorkflowReplicas {

    private static final MeshLog LOG = MeshLog.of(WorkflowReplicas.class);

    private final TenantTransactions transactions;
    private final LogStore log;
    private final StepStore steps;
    private final SnapshotStore snapshots;
    private final WorkflowsConfig config;
    private final WorkflowMetrics metrics;
    private final Map<TenantId, WorkflowReplica> replicas;

    WorkflowReplicas(
            TenantTransactions transactions,
            LogStore log,
            StepStore steps,
            SnapshotStore snapshots,
            WorkflowsConfig config,
            WorkflowMetrics metrics) {
        this.transactions = transactions;
        this.log = log;
        this.steps = steps;
        this.snapshots = snapshots;
        this.config = config.validated();
        this.metrics = metrics;
        int most = config.tenantsInMemory();
        this.replicas = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<TenantId, WorkflowReplica> eldest) {
                return size() > most;
            }
        };
    }

    /** The tenant's model with all that is committed now. What follows runs on a worker thread. */
    Uni<WorkflowReplica> upToDate(TenantId tenant) {
        return transactions
                .inTenant(
                        tenant,
                        connection -> log.revision(connection).flatMap(revision -> {
                            WorkflowReplica known = known(tenant, revision);
                            return known != null
                                    ? Uni.createFrom().item(new Opened(revision, known, null))
                                    : snapshots
                                            .find(connection, revision.epoch(), WorkflowModel.FORMAT)
                                            .map(snapshot -> new Opened(revision, null, snapshot));
                        }))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(opened -> replica(tenant, opened))
                .flatMap(replica -> catchUp(tenant, replica).replaceWith(replica));
    }

    private record Opened(
            Revision revision,
            @Nullable WorkflowReplica known,
            @Nullable Snapshot snapshot) {}

    private @Nullable WorkflowReplica known(TenantId tenant, Revision revision) {
        synchronized (replicas) {
            WorkflowReplica known = replicas.get(tenant);
            return known != null && known.epoch() >= revision.epoch() ? known : null;
        }
    }

    private WorkflowReplica replica(TenantId tenant, Opened opened) {
        WorkflowReplica known = opened.known();
        if (known != null) {
            return known;
        }
        WorkflowReplica made = make(opened.revision().epoch(), opened.snapshot());
        synchronized (replicas) {
            WorkflowReplica meanwhile = replicas.get(tenant);
            if (meanwhile != null && meanwhile.epoch() >= made.epoch()) {
                return meanwhile;
            }
            replicas.put(tenant, made);
            return made;
        }
    }

    private WorkflowReplica make(long epoch, @Nullable Snapshot snapshot) {
        if (snapshot != null) {
            try {
                WorkflowReplica read = WorkflowReplica.of(epoch, snapshot, config.limits());
                metrics.rebuilt(true);
                return read;
            } catch (IOException e) {
                LOG.warn("A stored model cannot be read, its steps are learned again")
                        .cause(e)
                        .log();
            }
        }
        metrics.rebuilt(false);
        return WorkflowReplica.empty(epoch, config.limits());
    }

    private Uni<Void> catchUp(TenantId tenant, WorkflowReplica replica) {
        return transactions
                .inTenant(tenant, connection -> steps.after(connection, replica.version(), config.readBatch()))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .flatMap(page -> {
                    replica.take(page);
                    return page.size() < config.readBatch() ? store(tenant, replica) : catchUp(tenant, replica);
                });
    }

    /** Stores what was learned, now and then. If that fails, more has to be learned again after a start. */
    private Uni<Void> store(TenantId tenant, WorkflowReplica replica) {
        Snapshot due = replica.due(config.storeEvery());
        return due == null
                ? Uni.createFrom().voidItem()
                : transactions
                        .inTenant(
                                tenant,
                                connection -> snapshots.store(connection, replica.epoch(), WorkflowModel.FORMAT, due))
                        .onFailure()
                        .recoverWithUni(failure -> {
                            LOG.warn("A model was not stored").cause(failure).log();
                            return Uni.createFrom().voidItem();
                        })
                        .emitOn(Infrastructure.getDefaultWorkerPool());
    }
}
