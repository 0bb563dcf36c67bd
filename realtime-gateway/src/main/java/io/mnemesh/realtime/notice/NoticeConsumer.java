package io.mnemesh.realtime.notice;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventSubscription;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelDirectory;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.realtime.ingest.EventPayloads;
import io.mnemesh.realtime.telemetry.RealtimeMetrics;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;

/**
 * Writes notifications to inboxes. Each is published under the id of its event, so that it is there once however often the
 * event is delivered. Names that no channel can have are passed over.
 */
@ApplicationScoped
class NoticeConsumer implements EventSubscription {

    private final Notices notices;
    private final EventPayloads payloads;
    private final ChannelDirectory directory;
    private final ChannelLog log;
    private final Counter fresh;
    private final Counter repeated;

    NoticeConsumer(
            Notices notices,
            EventPayloads payloads,
            ChannelDirectory directory,
            ChannelLog log,
            MeterRegistry registry) {
        this.notices = notices;
        this.payloads = payloads;
        this.directory = directory;
        this.log = log;
        this.fresh = registry.counter(RealtimeMetrics.NOTIFICATIONS, "outcome", "new");
        this.repeated = registry.counter(RealtimeMetrics.NOTIFICATIONS, "outcome", "known");
    }

    @Override
    public String group() {
        return "realtime-notify";
    }

    @Override
    public Set<EventType<?>> types() {
        return notices.types();
    }

    @Override
    public Uni<Void> handle(MeshEvent<?> event, Delivery delivery) {
        return Multi.createFrom()
                .iterable(notices.of(event.type(), payloads.of(event)).entrySet())
                .onItem()
                .transformToUniAndConcatenate(
                        notice -> publish(event.tenant(), event.id().toString(), notice))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> publish(TenantId tenant, String id, Map.Entry<String, byte[]> notice) {
        return directory
                .look(tenant, notice.getKey())
                .map(channel -> log.publish(channel.id(), id, notice.getValue())
                        .invoke(published -> (published.first() ? fresh : repeated).increment())
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }
}
