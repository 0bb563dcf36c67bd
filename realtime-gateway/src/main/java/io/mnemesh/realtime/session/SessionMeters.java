package io.mnemesh.realtime.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.realtime.centrifuge.Disconnect;
import io.mnemesh.realtime.channel.ChannelDirectory;
import io.mnemesh.realtime.hub.TenantTraffic;
import io.mnemesh.realtime.hub.Traffic;
import io.mnemesh.realtime.protocol.CloseCode;
import io.mnemesh.realtime.telemetry.RealtimeMetrics;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What the sessions count. */
@Singleton
class SessionMeters {

    private final Map<CloseCode, Counter> disconnects = new EnumMap<>(CloseCode.class);
    private final Map<Disconnect, Counter> centrifugeDisconnects = new EnumMap<>(Disconnect.class);
    private final Map<ProblemType, Counter> refusals = new EnumMap<>(ProblemType.class);
    private final Counter fresh;
    private final Counter repeated;

    SessionMeters(
            MeterRegistry registry,
            Traffic traffic,
            OpenConnections open,
            SessionConfig config,
            ChannelDirectory directory) {
        for (CloseCode code : CloseCode.values()) {
            disconnects.put(code, registry.counter(RealtimeMetrics.DISCONNECTS, "reason", code.label()));
        }
        for (Disconnect code : Disconnect.values()) {
            centrifugeDisconnects.put(code, registry.counter(RealtimeMetrics.DISCONNECTS, "reason", code.label()));
        }
        for (ProblemType type : ProblemType.values()) {
            refusals.put(type, registry.counter(RealtimeMetrics.REFUSALS, "reason", type.slug()));
        }
        fresh = registry.counter(RealtimeMetrics.CLIENT_PUBLICATIONS, "outcome", "new");
        repeated = registry.counter(RealtimeMetrics.CLIENT_PUBLICATIONS, "outcome", "known");
        registry.gauge(RealtimeMetrics.CONNECTIONS, open, OpenConnections::count);
        registry.gauge(RealtimeMetrics.CONNECTIONS_CAPACITY, config, SessionConfig::max);
        registry.gauge(RealtimeMetrics.SUBSCRIPTIONS, traffic, of(TenantTraffic.Snapshot::subscriptions));
        registry.more()
                .counter(RealtimeMetrics.MESSAGES_IN, List.of(), traffic, of(TenantTraffic.Snapshot::messagesIn));
        registry.more()
                .counter(RealtimeMetrics.MESSAGES_OUT, List.of(), traffic, of(TenantTraffic.Snapshot::messagesOut));
        registry.more().counter(RealtimeMetrics.BYTES_IN, List.of(), traffic, of(TenantTraffic.Snapshot::bytesIn));
        registry.more().counter(RealtimeMetrics.BYTES_OUT, List.of(), traffic, of(TenantTraffic.Snapshot::bytesOut));
        directory.families().forEach(family -> count(registry, traffic, family));
    }

    private static void count(MeterRegistry registry, Traffic traffic, String family) {
        List<Tag> tags = List.of(Tag.of("family", family));
        registry.gauge(
                RealtimeMetrics.FAMILY_SUBSCRIPTIONS,
                tags,
                traffic,
                all -> all.ofFamily(family).subscriptions());
        registry.more()
                .counter(
                        RealtimeMetrics.FAMILY_MESSAGES_OUT,
                        tags,
                        traffic,
                        all -> all.ofFamily(family).messagesOut());
        registry.more()
                .counter(
                        RealtimeMetrics.FAMILY_BYTES_OUT,
                        tags,
                        traffic,
                        all -> all.ofFamily(family).bytesOut());
    }

    void disconnected(CloseCode code) {
        increment(disconnects.get(code));
    }

    void disconnected(Disconnect code) {
        increment(centrifugeDisconnects.get(code));
    }

    void refused(ProblemType type) {
        increment(refusals.get(type));
    }

    /** A client published; {@code first} is false if the same was there before. */
    void published(boolean first) {
        (first ? fresh : repeated).increment();
    }

    private static void increment(@Nullable Counter counter) {
        if (counter != null) {
            counter.increment();
        }
    }

    private static ToDoubleFunction<Traffic> of(ToDoubleFunction<TenantTraffic.Snapshot> value) {
        return traffic -> value.applyAsDouble(traffic.total());
    }
}
