package io.mnemesh.intelligence.association;

import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryDeleted;
import io.mnemesh.mesh.event.payload.MemoryRated;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventSubscription;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;

/** The consumer that learns what users found useful, and forgets deleted memories. */
@ApplicationScoped
class AssociationSubscription implements EventSubscription {

    static final String GROUP = "intelligence-associations";

    private final AssociationLearner learner;

    AssociationSubscription(AssociationLearner learner) {
        this.learner = learner;
    }

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public Set<EventType<?>> types() {
        return Set.of(EventTypes.MEMORY_RATED, EventTypes.MEMORY_DELETED);
    }

    @Override
    public Uni<Void> handle(MeshEvent<?> event, Delivery delivery) {
        return switch (event.data()) {
            case MemoryRated told -> learner.learn(GROUP, event, told);
            case MemoryDeleted gone -> learner.forget(event.tenant(), gone.memoryId());
            default -> Uni.createFrom().voidItem();
        };
    }

    @Override
    public Duration linger() {
        return UNHURRIED;
    }
}
