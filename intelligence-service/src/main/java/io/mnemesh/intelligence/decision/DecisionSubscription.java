package io.mnemesh.intelligence.decision;

import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.DecisionRecorded;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryDeleted;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventSubscription;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** The consumer that hands on decisions: those that memories tell of, and those that others recorded. */
@ApplicationScoped
class DecisionSubscription implements EventSubscription {

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
    public Set<EventType<?>> types() {
        return Set.of(
                EventTypes.MEMORY_CREATED,
                EventTypes.MEMORY_UPDATED,
                EventTypes.MEMORY_DELETED,
                EventTypes.DECISION_RECORDED);
    }

    @Override
    public Uni<Void> handle(MeshEvent<?> event, Delivery delivery) {
        return switch (event.data()) {
            case MemoryCreated memory
            when memory.memoryType().equals(DecisionReport.TYPE) -> decisions.hear(event, DecisionReport.of(memory));
            case MemoryUpdated memory
            when memory.memoryType().equals(DecisionReport.TYPE) -> decisions.hear(event, DecisionReport.of(memory));
            case MemoryUpdated memory -> decisions.forget(event, memory.memoryId(), memory.updatedAt(), false);
            case MemoryDeleted memory
            when memory.memoryType().equals(DecisionReport.TYPE) ->
                decisions.forget(event, memory.memoryId(), memory.deletedAt(), true);
            case DecisionRecorded heard -> decisions.hear(event, DecisionReport.of(heard));
            default -> Uni.createFrom().voidItem();
        };
    }
}
