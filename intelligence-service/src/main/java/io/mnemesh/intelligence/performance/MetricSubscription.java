package io.mnemesh.intelligence.performance;

import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryDeleted;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import io.mnemesh.mesh.event.payload.MetricRecorded;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventSubscription;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** The consumer that hands measured values to the intake: those of metrics, and those that memories tell of. */
@ApplicationScoped
class MetricSubscription implements EventSubscription {

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
    public Set<EventType<?>> types() {
        return Set.of(
                EventTypes.METRIC_RECORDED,
                EventTypes.MEMORY_CREATED,
                EventTypes.MEMORY_UPDATED,
                EventTypes.MEMORY_DELETED);
    }

    @Override
    public Uni<Void> handle(MeshEvent<?> event, Delivery delivery) {
        return switch (event.data()) {
            case MetricRecorded recorded -> intake.take(GROUP, event, MetricBatch.of(recorded));
            case MemoryCreated memory
            when memory.memoryType().equals(MetricBatch.TYPE) ->
                intake.take(GROUP, event, memory.memoryId(), MetricBatch.of(memory));
            case MemoryUpdated memory
            when memory.memoryType().equals(MetricBatch.TYPE) ->
                intake.take(GROUP, event, memory.memoryId(), MetricBatch.of(memory));
            case MemoryUpdated memory -> intake.forget(GROUP, event, memory.memoryId());
            case MemoryDeleted memory
            when memory.memoryType().equals(MetricBatch.TYPE) ->
                intake.bury(GROUP, event, memory.memoryId(), memory.deletedAt());
            default -> Uni.createFrom().voidItem();
        };
    }
}
