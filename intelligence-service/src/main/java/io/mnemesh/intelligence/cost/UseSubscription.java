package io.mnemesh.intelligence.cost;

import io.mnemesh.intelligence.cost.persistence.UseStore;
import io.mnemesh.intelligence.events.ExactlyOnce;
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

/** The consumer that adds up what tenants ask for, each count exactly once. */
@ApplicationScoped
class UseSubscription implements EventSubscription {

    private static final String GROUP = "intelligence-costs";

    private final ExactlyOnce once;
    private final UseStore uses;
    private final CostMetrics metrics;

    UseSubscription(ExactlyOnce once, UseStore uses, CostMetrics metrics) {
        this.once = once;
        this.uses = uses;
        this.metrics = metrics;
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
        if (!(event.data() instanceof AccessRecorded told) || told.services().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return once.run(GROUP, event, connection -> uses.add(connection, event.tenant(), told.to(), told.services()))
                .invoke(metrics::counted);
    }

    @Override
    public Duration linger() {
        return UNHURRIED;
    }
}
