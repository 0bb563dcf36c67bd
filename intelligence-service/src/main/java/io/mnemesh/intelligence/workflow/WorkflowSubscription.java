package io.mnemesh.intelligence.workflow;

import io.mnemesh.intelligence.events.MemorySubscription;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryDeleted;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import io.mnemesh.mesh.event.payload.SessionEnded;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** The consumer that hands the steps of cases to the learner. */
@ApplicationScoped
class WorkflowSubscription extends MemorySubscription {

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
    protected String memoryType() {
        return StepReport.TYPE;
    }

    @Override
    protected Set<EventType<?>> others() {
        return Set.of(EventTypes.SESSION_ENDED);
    }

    @Override
    protected Uni<Void> created(MeshEvent<?> event, MemoryCreated memory) {
        return learner.learn(event, StepReport.of(memory));
    }

    @Override
    protected Uni<Void> updated(MeshEvent<?> event, MemoryUpdated memory) {
        return learner.learn(event, StepReport.of(memory));
    }

    @Override
    protected Uni<Void> left(MeshEvent<?> event, MemoryUpdated memory) {
        return learner.forget(event, memory.memoryId(), memory.updatedAt(), false);
    }

    @Override
    protected Uni<Void> deleted(MeshEvent<?> event, MemoryDeleted memory) {
        return learner.forget(event, memory.memoryId(), memory.deletedAt(), true);
    }

    @Override
    protected Uni<Void> other(MeshEvent<?> event) {
        return event.data() instanceof SessionEnded session
                ? learner.end(event, session.sessionId(), session.endedAt())
                : Uni.createFrom().voidItem();
    }
}
