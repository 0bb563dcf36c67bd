package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.events.MemorySubscription;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryDeleted;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import io.mnemesh.mesh.event.payload.MetricRecorded;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** The consumer that hands measured values to the intake: those of metrics, and those that memories tell of. */
@ApplicationScoped
class MetricSubscription extends MemorySubscription {

    static final String GROUP = "intelligence-metrics";

    private final MetricIntake intake;

    MetricSubscription(MetricIntake intake) {
        this.intake = intake;
    }

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    protected String memoryType() {
        return MetricBatch.TYPE;
    }

    @Override
    protected Set<EventType<?>> others() {
        return Set.of(EventTypes.METRIC_RECORDED);
    }

    @Override
    protected Uni<Void> created(MeshEvent<?> event, MemoryCreated memory) {
        return intake.take(GROUP, event, memory.memoryId(), MetricBatch.of(memory));
    }

    @Override
    protected Uni<Void> updated(MeshEvent<?> event, MemoryUpdated memory) {
        return intake.take(GROUP, event, memory.memoryId(), MetricBatch.of(memory));
    }

    @Override
    protected Uni<Void> left(MeshEvent<?> event, MemoryUpdated memory) {
        return intake.forget(GROUP, event, memory.memoryId());
    }

    @Override
    protected Uni<Void> deleted(MeshEvent<?> event, MemoryDeleted memory) {
        return intake.bury(GROUP, event, memory.memoryId(), memory.deletedAt());
    }

    @Override
    protected Uni<Void> other(MeshEvent<?> event) {
        return event.data() instanceof MetricRecorded recorded
                ? intake.take(GROUP, event, MetricBatch.of(recorded))
                : Uni.createFrom().voidItem();
    }
}
