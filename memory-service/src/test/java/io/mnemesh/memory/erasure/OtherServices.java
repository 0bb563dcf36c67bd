package io.mnemesh.memory.erasure;

import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.ErasureAcknowledged;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventPublisher;
import io.mnemesh.mesh.stream.EventSubscription;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The services that keep something of memories, as memory-service sees them. One of them can be away. */
@ApplicationScoped
class OtherServices implements EventSubscription {

    private final EventPublisher publisher;
    private final EventFactory events;
    private final Set<TenantId> silent = ConcurrentHashMap.newKeySet();
    private final Map<TenantId, List<MemoryErased>> asked = new ConcurrentHashMap<>();

    OtherServices(EventPublisher publisher, EventFactory events) {
        this.publisher = publisher;
        this.events = events;
    }

    /** The service intelligence does not answer this tenant's requests. */
    void silence(String tenant) {
        silent.add(new TenantId(tenant));
    }

    List<MemoryErased> asked(String tenant) {
        return asked.getOrDefault(new TenantId(tenant), List.of());
    }

    /** Answers as a service that comes back. */
    void answer(String tenant, String service, MemoryErased request) {
        publish(new TenantId(tenant), service, request).await().atMost(java.time.Duration.ofSeconds(10));
    }

    @Override
    public String group() {
        return "test-services";
    }

    @Override
    public Set<EventType<?>> types() {
        return Set.of(EventTypes.MEMORY_ERASED);
    }

    @Override
    public Uni<Void> handle(MeshEvent<?> event, Delivery delivery) {
        if (!(event.data() instanceof MemoryErased request)) {
            return Uni.createFrom().voidItem();
        }
        asked.computeIfAbsent(event.tenant(), tenant -> new CopyOnWriteArrayList<>())
                .add(request);
        Uni<Void> first = publish(event.tenant(), "realtime", request);
        return silent.contains(event.tenant())
                ? first
                : first.chain(() -> publish(event.tenant(), "intelligence", request));
    }

    private Uni<Void> publish(TenantId tenant, String service, MemoryErased request) {
        var answer = new ErasureAcknowledged(
                request.erasureId(), service, request.round(), request.part(), Map.of("events", 1L), Instant.now());
        return publisher
                .publish(List.of(events.create(
                        EventTypes.ERASURE_ACKNOWLEDGED,
                        tenant,
                        request.erasureId().toString(),
                        answer)))
                .replaceWithVoid();
    }
}
