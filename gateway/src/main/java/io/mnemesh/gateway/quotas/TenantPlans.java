package io.mnemesh.gateway.quotas;

import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** The plan of each tenant in memory, read again every two seconds; while the database is away, as it was. */
@ApplicationScoped
class TenantPlans {

    private static final MeshLog LOG = MeshLog.of(TenantPlans.class);

    private final Plans plans;
    private volatile Map<TenantId, Plan> limited = Map.of();

    TenantPlans(Plans plans) {
        this.plans = plans;
    }

    Plan of(TenantId tenant) {
        return limited.getOrDefault(tenant, Plan.NO_LIMIT);
    }

    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> read() {
        return plans.limited()
                .invoke(read -> limited = read)
                .onFailure()
                .invoke(failure ->
                        LOG.debug("The plans could not be read").cause(failure).log())
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
