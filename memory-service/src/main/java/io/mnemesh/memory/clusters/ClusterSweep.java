package io.mnemesh.memory.clusters;

import io.mnemesh.memory.background.BestEffort;
import io.mnemesh.memory.background.WorkLeases;
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
 * them once after the start. What waits is in the record, so that nothing is lost or done twice; one instance at a time works
 * on a tenant. Switched off, nothing is placed, but what goes still leaves its cluster and the words that name it.
 */
@ApplicationScoped
class ClusterSweep {

    private static final MeshLog LOG = MeshLog.of(ClusterSweep.class);

    private final Clusterer clusterer;
    private final ClusterConfig config;
    private final DueTenants due;

    ClusterSweep(
            Clusterer clusterer,
            TenantSessions sessions,
            TenantRepository tenants,
            WorkLeases leases,
            ClusterConfig config) {
        this.clusterer = clusterer;
        this.due = new DueTenants("clusters", sessions, tenants, leases);
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
                .chain(() -> due.run(tenant -> new Placing(tenant, placing)))
                .plug(BestEffort.of(LOG, "Memories cannot be clustered at present"));
    }

    /** Goes on behind the last memory it looked at; what the index has not seen yet is left for later. */
    private final class Placing implements DueTenants.Turn {

        private final TenantId tenant;
        private final boolean placing;
        private volatile @Nullable UUID after;

        Placing(TenantId tenant, boolean placing) {
            this.tenant = tenant;
            this.placing = placing;
        }

        @Override
        public Uni<Boolean> next() {
            return clusterer.step(tenant, placing, after).map(step -> {
                if (step.left()) {
                    due.add(tenant);
                }
                after = step.last();
                return step.more();
            });
        }
    }
}
