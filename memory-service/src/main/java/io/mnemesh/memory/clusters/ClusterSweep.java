package io.mnemesh.memory.clusters;

import io.mnemesh.memory.background.BestEffort;
import io.mnemesh.memory.memories.DueTenants;
import io.mnemesh.memory.memories.persistence.TenantRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Puts memories into clusters in the background: tenants are due when something of theirs came, changed or went, and all of
 * them once after the start. What waits is in the record, so that nothing is lost or done twice; instances that work on one
 * tenant take turns. Switched off, nothing is placed, but what goes still leaves its cluster and the words that name it.
 */
@ApplicationScoped
class ClusterSweep {

    private static final MeshLog LOG = MeshLog.of(ClusterSweep.class);

    private final Clusterer clusterer;
    private final ClusterConfig config;
    private final DueTenants due;

    ClusterSweep(Clusterer clusterer, TenantSessions sessions, TenantRepository tenants, ClusterConfig config) {
        this.clusterer = clusterer;
        this.due = new DueTenants(sessions, tenants);
        this.config = config;
    }

    /** There is something to be placed or looked through. */
    void due(TenantId tenant) {
        due.add(tenant);
    }

    @Scheduled(every = "2s", delayed = "3s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return run(config.background());
    }

    /** Does everything there is to do for the tenants that are due. */
    Uni<Void> run() {
        return run(true);
    }

    /** Never fails. */
    private Uni<Void> run(boolean placing) {
        return due.addEveryoneOnce()
                .chain(() -> due.run(tenant -> steps(tenant, placing, null)))
                .plug(BestEffort.of(LOG, "Memories cannot be clustered at present"));
    }

    /** What the index has not seen yet is left for later. */
    private Uni<Void> steps(TenantId tenant, boolean placing, @Nullable UUID after) {
        return clusterer.step(tenant, placing, after).chain(step -> {
            if (step.left()) {
                due.add(tenant);
            }
            return step.more()
                    ? steps(tenant, placing, step.last())
                    : Uni.createFrom().voidItem();
        });
    }
}
