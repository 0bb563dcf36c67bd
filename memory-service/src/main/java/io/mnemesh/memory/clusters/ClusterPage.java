package io.mnemesh.memory.clusters;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Some clusters of a longer list.
 *
 * @param items      the largest first
 * @param nextCursor where the list goes on; null at its end
 */
@Schema(name = "MemoryClusterPage", description = "Some clusters, the largest first")
public record ClusterPage(
        List<Cluster> items,

        @Schema(description = "Pass it as 'cursor' for the next page; null at the end") @Nullable
        String nextCursor) {

    public ClusterPage {
        items = List.copyOf(items);
    }
}
