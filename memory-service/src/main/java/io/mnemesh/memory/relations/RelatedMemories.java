package io.mnemesh.memory.relations;

import io.mnemesh.memory.memories.Memory;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a memory hangs together with.
 *
 * @param cluster the cluster the memory is in; null if it is in none
 * @param items   the nearest first
 */
@Schema(name = "RelatedMemories", description = "What a memory hangs together with")
public record RelatedMemories(@Nullable UUID cluster, List<Item> items) {

    public RelatedMemories {
        items = List.copyOf(items);
    }

    /**
     * A memory that can be reached.
     *
     * @param memory    the memory
     * @param distance  steps on the shortest way, 1 or more
     * @param weight    product of the weights on the best way of that length, above 0 and at most 1
     * @param relations the last steps of the ways there of that length
     * @param cluster   the cluster it is in; null if it is in none
     */
    @Schema(name = "RelatedMemory")
    public record Item(
            Memory memory,
            int distance,
            double weight,
            List<Step> relations,
            @Nullable UUID cluster) {

        public Item {
            relations = List.copyOf(relations);
        }
    }

    /**
     * A step to a memory.
     *
     * @param from   where it comes from: the memory asked for, or one of those nearer to it
     * @param kind   what {@code from} is to the memory
     * @param weight above 0 and at most 1
     */
    @Schema(name = "RelationStep")
    public record Step(UUID from, RelationKind kind, double weight) {}
}
