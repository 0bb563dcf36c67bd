package io.mnemesh.realtime.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventSubscription;
import io.mnemesh.realtime.telemetry.RealtimeMetrics;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Writes every event to the archive. Its id is the key there, so that a redelivered event changes nothing. */
@ApplicationScoped
public class EventArchiver implements EventSubscription {

    private final EventRepository events;
    private final Counter fresh;
    private final Counter repeated;

    EventArchiver(EventRepository events, MeterRegistry registry) {
        this.events = events;
        this.fresh = registry.counter(RealtimeMetrics.ARCHIVED, "outcome", "new");
        this.repeated = registry.counter(RealtimeMetrics.ARCHIVED, "outcome", "known");
    }

    @Override
    public String group() {
        return "realtime-archive";
    }

    @Override
    public Set<EventType<?>> types() {
        return Set.copyOf(EventTypes.FAMILIES);
    }

    @Override
    public Uni<Void> handle(MeshEvent<?> event, Delivery delivery) {
        return events.add(event)
                .invoke(first -> (first ? fresh : repeated).increment())
                .replaceWithVoid();
    }
}
