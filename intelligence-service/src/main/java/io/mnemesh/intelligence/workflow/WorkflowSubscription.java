package io.mnemesh.intelligence.workflow;

import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryDeleted;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import io.mnemesh.mesh.event.payload.SessionEnded;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventSubscription;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** The consumer that hands the steps of cases to the learner. */
@ApplicationScoped
class WorkflowSubscription implements EventSubscription {

    static final String GROUP = "intelligence-workflows";

    private final WorkflowLearner learner;

    WorkflowSubscription(WorkflowLearner learner) {
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
                EventTypes.SESSION_ENDED);
    }

    @Override
    public Uni<Void> handle(MeshEvent<?> event, Delivery delivery) {
        return switch (event.data()) {
            case MemoryCreated memory
            when memory.memoryType().equals(StepReport.TYPE) -> learner.learn(event, StepReport.of(memory));
            case MemoryUpdated memory
            when memory.memoryType().equals(StepReport.TYPE) -> learner.learn(event, StepReport.of(memory));
            case MemoryUpdated memory -> learner.forget(event, memory.memoryId(), memory.updatedAt(), false);
            case MemoryDeleted memory
            when memory.memoryType().equals(StepReport.TYPE) ->
                learner.forget(event, memory.memoryId(), memory.deletedAt(), true);
            case SessionEnded session -> learner.end(event, session.sessionId(), session.endedAt());
            default -> Uni.createFrom().voidItem();
        };
    }
}
