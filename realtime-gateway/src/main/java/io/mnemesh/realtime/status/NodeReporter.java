package io.mnemesh.realtime.status;

import io.mnemesh.mesh.redis.MeshInstance;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.drain.Draining;
import io.mnemesh.realtime.hub.Hub;
import io.mnemesh.realtime.hub.LoopShard;
import io.mnemesh.realtime.hub.TenantTraffic;
import io.mnemesh.realtime.hub.Traffic;
import io.mnemesh.realtime.session.OpenConnections;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts what this node is doing. */
@ApplicationScoped
class NodeReporter {

    private final Hub hub;
    private final Traffic traffic;
    private final OpenConnections open;
    private final Draining draining;
    private final MeshInstance instance;
    private final Clock clock;
    private final Instant startedAt;

    NodeReporter(
            Hub hub, Traffic traffic, OpenConnections open, Draining draining, MeshInstance instance, Clock clock) {
        this.hub = hub;
        this.traffic = traffic;
        this.open = open;
        this.draining = draining;
        this.instance = instance;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    Uni<NodeReport> report() {
        return Multi.createFrom()
                .iterable(hub.shards())
                .onItem()
                .transformToUniAndMerge(NodeReporter::channels)
                .collect()
                .in(HashSet<ChannelId>::new, Set::addAll)
                .map(this::report);
    }

    private NodeReport report(Set<ChannelId> followed) {
        var channels = new HashMap<String, Integer>();
        followed.forEach(channel -> channels.merge(channel.tenant().value(), 1, Integer::sum));
        Map<String, TenantTraffic.Snapshot> tenants = new HashMap<>();
        traffic.snapshots().forEach((tenant, snapshot) -> tenants.put(tenant.value(), snapshot));
        return new NodeReport(
                instance.id(), startedAt, clock.instant(), draining.isOn(), open.count(), tenants, channels);
    }

    private static Uni<Set<ChannelId>> channels(LoopShard shard) {
        return Uni.createFrom()
                .<Set<ChannelId>>emitter(emitter -> shard.loop().execute(() -> emitter.complete(shard.channels())));
    }
}
