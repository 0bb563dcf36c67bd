package io.mnemesh.intelligence.security;

import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.AccessRecorded;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventSubscription;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;

/** The consumer that has the use of tokens judged, each minute exactly once. */
@ApplicationScoped
class AccessSubscription implements EventSubscription {

    static final String GROUP = "intelligence-security";

    private final AccessWatch watch;

    AccessSubscription(AccessWatch watch) {
        this.watch = watch;
    }

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public Set<EventType<?>> types() {
        return Set.of(EventTypes.ACCESS_RECORDED);
    }

    @Override
    public Uni<Void> handle(MeshEvent<?> event, Delivery delivery) {
        return event.data() instanceof AccessRecorded told && !told.callers().isEmpty()
                ? watch.judge(GROUP, event, told)
                : Uni.createFrom().voidItem();
    }

    @Override
    public Duration linger() {
        return UNHURRIED;
    }
}
