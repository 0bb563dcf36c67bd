package io.mnemesh.intelligence.errors;

import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryDeleted;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventSubscription;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** The consumer that hands error memories to the learner, and what else may have to do with errors. */
@ApplicationScoped
class ErrorSubscription implements EventSubscription {

    static final String GROUP = "intelligence-errors";

    private final ErrorLearner learner;

    ErrorSubscription(ErrorLearner learner) {
        this.learner = learner;
    }

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public Set<EventType<?>> types() {
        return Set.of(
                EventTypes.MEMORY_CREATED,
                EventTypes.MEMORY_UPDATED,
                EventTypes.MEMORY_DELETED,
                EventTypes.ANOMALY_DETECTED,
                EventTypes.ALERT_RAISED,
                EventTypes.DECISION_RECORDED);
    }

    @Override
    public Uni<Void> handle(MeshEvent<?> event, Delivery delivery) {
        return switch (event.data()) {
            case MemoryCreated memory
            when memory.memoryType().equals(ErrorReport.TYPE) -> learner.learn(GROUP, event, ErrorReport.of(memory));
            case MemoryUpdated memory
            when memory.memoryType().equals(ErrorReport.TYPE) -> learner.learn(GROUP, event, ErrorReport.of(memory));
            case MemoryUpdated memory -> learner.forget(GROUP, event, memory.memoryId(), memory.updatedAt(), false);
            case MemoryDeleted memory
            when memory.memoryType().equals(ErrorReport.TYPE) ->
                learner.forget(GROUP, event, memory.memoryId(), memory.deletedAt(), true);
            default -> {
                Signal signal = Signal.of(event);
                yield signal == null ? Uni.createFrom().voidItem() : learner.notice(GROUP, event, signal);
            }
        };
    }
}
