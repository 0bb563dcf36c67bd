package io.mnemesh.memory.clusters;

import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventSubscription;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;

/** The consumer that tells the sweep that memories came, changed or went. */
@ApplicationScoped
class ClusterTrigger implements EventSubscription {

    private final ClusterSweep sweep;

    ClusterTrigger(ClusterSweep sweep) {
        this.sweep = sweep;
    }

    @Override
    public String group() {
        return "memory-clusterer";
    }

    @Override
    public Set<EventType<?>> types() {
        return Set.of(
                EventTypes.MEMORY_EMBEDDED,
                EventTypes.MEMORY_UPDATED,
                EventTypes.MEMORY_DELETED,
                EventTypes.MEMORY_CONSOLIDATED);
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
