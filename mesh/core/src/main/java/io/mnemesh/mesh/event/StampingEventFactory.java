package io.mnemesh.mesh.event;

import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.redis.Traces;
import io.mnemesh.mesh.tenancy.TenantId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Stamps events with a fresh id, the time to the microsecond, this service's name and the current trace. Thread-safe. */
@Singleton
final class StampingEventFactory implements EventFactory {

    private final Ids ids;
    private final Clock clock;
    private final Traces traces;
    private final String source;

    @Inject
    StampingEventFactory(
            Ids ids,
            Clock clock,
            Traces traces,
            @ConfigProperty(name = "mnemesh.service.name", defaultValue = "mesh") String service) {
        this.ids = ids;
        this.clock = clock;
        this.traces = traces;
        this.source = "/" + service;
    }

    @Override
    public <T extends Record> MeshEvent<T> create(EventType<T> type, TenantId tenant, String subject, T data) {
        return new MeshEvent<>(
                ids.next(),
                type,
                source,
                subject,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                tenant,
                traces.current(),
                data);
    }
}
