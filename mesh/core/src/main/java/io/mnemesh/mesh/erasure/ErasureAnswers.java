package io.mnemesh.mesh.erasure;

import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.ErasureAcknowledged;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.stream.EventPublisher;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Tells that this service has removed what it was asked to. Call it after the removal is durable and before the request is
 * acknowledged: a crash in between asks again, a lost answer is asked for again, and removing twice changes nothing. So the
 * answer needs no outbox. Thread-safe.
 */
@Singleton
public final class ErasureAnswers {

    private final EventPublisher publisher;
    private final EventFactory events;
    private final Clock clock;
    private final String service;

    @Inject
    ErasureAnswers(
            EventPublisher publisher,
            EventFactory events,
            Clock clock,
            @ConfigProperty(name = "mnemesh.service.name", defaultValue = "mesh") String service) {
        this.publisher = publisher;
        this.events = events;
        this.clock = clock;
        this.service = service;
    }

    /** @param removed how many of what */
    public Uni<Void> acknowledge(MeshEvent<?> request, MemoryErased asked, Map<String, Long> removed) {
        var answer = new ErasureAcknowledged(
                asked.erasureId(),
                service,
                asked.round(),
                asked.part(),
                removed,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        return publisher
                .publish(List.of(events.create(
                        EventTypes.ERASURE_ACKNOWLEDGED,
                        request.tenant(),
                        asked.erasureId().toString(),
                        answer)))
                .replaceWithVoid();
    }
}
