package io.mnemesh.memory.index;

import io.mnemesh.memory.background.BestEffort;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Looks every second what the plan is, so that all instances come to the same one. */
@ApplicationScoped
public class IndexPlanWatch {

    private static final MeshLog LOG = MeshLog.of(IndexPlanWatch.class);

    private final IndexPlans plans;
    private final IndexService index;

    IndexPlanWatch(IndexPlans plans, IndexService index) {
        this.plans = plans;
        this.index = index;
    }

    void start(@Observes StartupEvent event) {
        look().subscribe().with(done -> {}, failure -> {});
    }

    /** Never fails; without the record everything stays as it is. */
    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> look() {
        return index.follow(plans).plug(BestEffort.of(LOG, "It is not known which indexes there shall be"));
    }
}
