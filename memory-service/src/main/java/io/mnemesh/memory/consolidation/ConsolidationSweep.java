package io.mnemesh.memory.consolidation;

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

/**
 * Compares in the background what is new: tenants are due when a vector was stored, and all of them once after the start,
 * for what a process that died had not come to. What was compared is noted in the record, so that nothing is lost or done
 * twice. One instance at a time works on a tenant, and two would do no harm, since each merge is checked when it is done.
 */
@ApplicationScoped
class ConsolidationSweep {

    private static final MeshLog LOG = MeshLog.of(ConsolidationSweep.class);

    private final Consolidator consolidator;
    private final ConsolidationConfig config;
    private final DueTenants due;

    ConsolidationSweep(
            Consolidator consolidator,
            TenantSessions sessions,
            TenantRepository tenants,
            WorkLeases leases,
            ConsolidationConfig config) {
        this.consolidator = consolidator;
        this.due = new DueTenants("consolidation", sessions, tenants, leases);
        this.config = config;
    }

    /** There is something to compare. */
    void due(TenantId tenant) {
        due.add(tenant);
    }

    @Scheduled(every = "2s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return config.background() ? run() : Uni.createFrom().voidItem();
    }

    /** Compares everything that is new of the tenants that are due. Never fails. */
    Uni<Void> run() {
        return due.addEveryoneOnce()
                .chain(() -> due.run(tenant -> () -> step(tenant)))
                .plug(BestEffort.of(LOG, "Memories cannot be compared at present"));
    }

    /** What the index has not seen yet is left for later. */
    private Uni<Boolean> step(TenantId tenant) {
        return consolidator.step(tenant).map(step -> {
            if (step.done() == 0 && step.found() > 0) {
                due.add(tenant);
            }
            return step.done() > 0;
        });
    }
}
