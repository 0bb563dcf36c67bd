package io.mnemesh.mesh.event.payload;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of related memories came, changed or went.
 *
 * @param clusterId the cluster
 * @param change what became of it: formed, changed, merged (into another one) or dissolved
 * @param size memories in it now
 * @param memoryIds memories that came to it, at most 100
 * @param mergedInto the cluster that has its memories now, if it was merged
 */
public record MemoryClustered(
        UUID clusterId,
        String change,
        long size,
        List<UUID> memoryIds,
        @Nullable UUID mergedInto) {

    public MemoryClustered {
        memoryIds = List.copyOf(memoryIds);
    }
}
