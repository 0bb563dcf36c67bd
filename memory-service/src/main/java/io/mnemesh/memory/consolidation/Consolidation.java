package io.mnemesh.memory.consolidation;

import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.Merge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What comparing some memories with all came to.
 *
 * @param preview   true if nothing was changed
 * @param compared  memories that were looked at
 * @param merged    memories another one stands for since, or would
 * @param groups    by who stands for whom
 * @param nextAfter to go on with; null at the end
 */
@Schema(name = "Consolidation", description = "What comparing some memories with all came to")
public record Consolidation(
        boolean preview,
        int compared,
        int merged,
        List<Group> groups,
        @Nullable UUID nextAfter) {

    public Consolidation {
        groups = List.copyOf(groups);
    }

    static Consolidation of(boolean preview, int compared, List<Merge> merges, @Nullable UUID nextAfter) {
        Map<UUID, List<Merge>> bySurvivor = new LinkedHashMap<>();
        merges.forEach(merge -> bySurvivor
                .computeIfAbsent(merge.survivor().id(), none -> new ArrayList<>())
                .add(merge));
        List<Group> groups = bySurvivor.values().stream().map(Group::of).toList();
        return new Consolidation(preview, compared, merges.size(), groups, nextAfter);
    }

    /**
     * A memory and those it stands for.
     *
     * @param memory     stands for them
     * @param duplicates are left out of lists and searches
     */
    @Schema(name = "ConsolidationGroup")
    public record Group(Memory memory, List<Duplicate> duplicates) {

        public Group {
            duplicates = List.copyOf(duplicates);
        }

        private static Group of(List<Merge> merges) {
            return new Group(
                    merges.getFirst().survivor(),
                    merges.stream()
                            .map(merge -> new Duplicate(merge.similarity(), merge.duplicate()))
                            .toList());
        }
    }

    /**
     * A memory another one stands for.
     *
     * @param similarity cosine of their vectors
     * @param memory     as it is stored
     */
    @Schema(name = "ConsolidationDuplicate")
    public record Duplicate(double similarity, Memory memory) {}
}
