package io.mnemesh.intelligence.errors;

import io.mnemesh.intelligence.events.MemorySubscription;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryDeleted;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** The consumer that hands error memories to the learner, and what else may have to do with errors. */
@ApplicationScoped
class ErrorSubscription extends MemorySubscription {

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
    protected String memoryType() {
        return ErrorReport.TYPE;
    }

    @Override
    protected Set<EventType<?>> others() {
        return Set.of(EventTypes.ANOMALY_DETECTED, EventTypes.ALERT_RAISED, EventTypes.DECISION_RECORDED);
    }

    @Override
    protected Uni<Void> created(MeshEvent<?> event, MemoryCreated memory) {
        return learner.learn(GROUP, event, ErrorReport.of(memory));
    }

    @Override
    protected Uni<Void> updated(MeshEvent<?> event, MemoryUpdated memory) {
        return learner.learn(GROUP, event, ErrorReport.of(memory));
    }

    @Override
    protected Uni<Void> left(MeshEvent<?> event, MemoryUpdated memory) {
        return learner.forget(GROUP, event, memory.memoryId(), memory.updatedAt(), false);
    }

    @Override
    protected Uni<Void> deleted(MeshEvent<?> event, MemoryDeleted memory) {
        return learner.forget(GROUP, event, memory.memoryId(), memory.deletedAt(), true);
    }

    @Override
    protected Uni<Void> other(MeshEvent<?> event) {
        Signal signal = Signal.of(event);
        return signal == null ? Uni.createFrom().voidItem() : learner.notice(GROUP, event, signal);
    }
}
