package io.mnemesh.intelligence.decision;

import io.mnemesh.intelligence.events.MemorySubscription;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.DecisionRecorded;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryDeleted;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** The consumer that hands on decisions: those that memories tell of, and those that others recorded. */
@ApplicationScoped
class DecisionSubscription extends MemorySubscription {

    static final String GROUP = "intelligence-decisions";

    private final Decisions decisions;

    DecisionSubscription(Decisions decisions) {
        this.decisions = decisions;
    }

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    protected String memoryType() {
        return DecisionReport.TYPE;
    }

    @Override
    protected Set<EventType<?>> others() {
        return Set.of(EventTypes.DECISION_RECORDED);
    }

    @Override
    protected Uni<Void> created(MeshEvent<?> event, MemoryCreated memory) {
        return decisions.hear(event, DecisionReport.of(memory));
    }

    @Override
    protected Uni<Void> updated(MeshEvent<?> event, MemoryUpdated memory) {
        return decisions.hear(event, DecisionReport.of(memory));
    }

    @Override
    protected Uni<Void> left(MeshEvent<?> event, MemoryUpdated memory) {
        return decisions.forget(event, memory.memoryId(), memory.updatedAt(), false);
    }

    @Override
    protected Uni<Void> deleted(MeshEvent<?> event, MemoryDeleted memory) {
        return decisions.forget(event, memory.memoryId(), memory.deletedAt(), true);
    }

    @Override
    protected Uni<Void> other(MeshEvent<?> event) {
        return event.data() instanceof DecisionRecorded heard
                ? decisions.hear(event, DecisionReport.of(heard))
                : Uni.createFrom().voidItem();
    }
}
