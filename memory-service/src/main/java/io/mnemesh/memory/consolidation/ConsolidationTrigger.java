package io.mnemesh.memory.consolidation;

import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventSubscription;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;

/** The consumer that tells the sweep that a memory can be compared. */
@ApplicationScoped
class ConsolidationTrigger implements EventSubscription {

    private final ConsolidationSweep sweep;

    ConsolidationTrigger(ConsolidationSweep sweep) {
        this.sweep = sweep;
    }

    @Override
    public String group() {
        return "memory-consolidator";
    }

    @Override
    public Set<EventType<?>> types() {
        return Set.of(EventTypes.MEMORY_EMBEDDED);
    }

    @Override
    public Duration linger() {
        return UNHURRIED;
    }

    @Override
    public Uni<Void> handle(MeshEvent<?> event, Delivery delivery) {
        sweep.due(event.tenant());
        return Uni.createFrom().voidItem();
    }
}
