package io.mnemesh.realtime.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventSubscription;
import io.mnemesh.realtime.channel.ChannelDirectory;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.realtime.telemetry.RealtimeMetrics;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/**
 * Publishes every event of the mesh to its tenant's channel. One node of the service does it for all; the publish script
 * is idempotent by event id, so a redelivered event is not shown twice.
 */
@ApplicationScoped
public class RealtimeIngest implements EventSubscription {

    private final ChannelDirectory directory;
    private final ChannelLog log;
    private final EventPayloads payloads;
    private final Clock clock;
    private final Counter fresh;
    private final Counter repeated;
    private final Timer lag;

    RealtimeIngest(
            ChannelDirectory directory, ChannelLog log, EventPayloads payloads, Clock clock, MeterRegistry registry) {
        this.directory = directory;
        this.log = log;
        this.payloads = payloads;
        this.clock = clock;
        this.fresh = registry.counter(RealtimeMetrics.PUBLISHED, "outcome", "new");
        this.repeated = registry.counter(RealtimeMetrics.PUBLISHED, "outcome", "known");
        this.lag = registry.timer(RealtimeMetrics.PUBLISH_LAG);
    }

    @Override
    public String group() {
        return "realtime-ingest";
    }

    @Override
    public Set<EventType<?>> types() {
        return Set.copyOf(EventTypes.FAMILIES);
    }

    @Override
    public Uni<Void> handle(MeshEvent<?> event, Delivery delivery) {
        return log.publish(
                        directory.channelOf(event.tenant(), event.type()),
                        event.id().toString(),
                        payloads.of(event))
                .invoke(published -> count(event, published))
                .replaceWithVoid();
    }

    private void count(MeshEvent<?> event, ChannelLog.Published published) {
        if (published.first()) {
            fresh.increment();
            Duration since = Duration.between(event.time(), clock.instant());
            lag.record(since.isNegative() ? Duration.ZERO : since);
        } else {
            repeated.increment();
        }
    }
}
