package io.mnemesh.memory.clusters;

import io.mnemesh.memory.clusters.grouping.Regrouping;
import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryClustered;
import io.mnemesh.mesh.tenancy.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The events that tell what became of clusters, with the cluster as their subject. They hold no words of memories, so that
 * none stay in the log when a memory is erased.
 */
@ApplicationScoped
class ClusterEvents {

    /** Most memories named in one event. */
    private static final int NAMED = 100;

    private final EventFactory events;

    ClusterEvents(EventFactory events) {
        this.events = events;
    }

    List<MeshEvent<MemoryClustered>> of(TenantId tenant, Regrouping result) {
        var told = new ArrayList<MeshEvent<MemoryClustered>>();
        result.changed()
                .forEach(changed -> told.add(event(
                        tenant,
                        changed.id(),
                        changed.begun() ? "formed" : "changed",
                        changed.size(),
                        changed.came(),
                        null)));
        result.joined()
                .forEach((gone, into) ->
                        told.add(event(tenant, gone, into == null ? "dissolved" : "merged", 0, List.of(), into)));
        result.dissolved().forEach(gone -> told.add(event(tenant, gone, "dissolved", 0, List.of(), null)));
        return told;
    }

    private MeshEvent<MemoryClustered> event(
            TenantId tenant, UUID cluster, String change, long size, Collection<UUID> came, @Nullable UUID into) {
        return events.create(
                EventTypes.MEMORY_CLUSTERED,
                tenant,
                cluster.toString(),
                new MemoryClustered(
                        cluster,
                        change,
                        size,
                        came.stream().sorted().limit(NAMED).toList(),
                        into));
    }
}
