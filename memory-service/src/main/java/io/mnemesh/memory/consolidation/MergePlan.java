package io.mnemesh.memory.consolidation;

import io.mnemesh.memory.index.Neighbour;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.Merge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which memories of a page are to be merged with which: each with the first stored one it says the same as, or with one that
 * is pinned; with the latest
 * where something else was said in between, so that what holds is what was said last. Belongs to one thread.
 */
final class MergePlan {

    private final Map<UUID, Memory> memories;
    private final Set<UUID> keptApart;
    private final Statements statements;
    private final Map<UUID, UUID> mergedInto = new HashMap<>();
    private final Set<UUID> concerned = new HashSet<>();
    private final List<Merge> merges = new ArrayList<>();

    /**
     * @param memories  by id, as the record has them
     * @param keptApart those that stay as they are
     */
    MergePlan(Map<UUID, Memory> memories, Set<UUID> keptApart, Statements statements) {
        this.memories = memories;
        this.keptApart = keptApart;
        this.statements = statements;
    }

    /** Compares a memory with its neighbours. */
    void compare(UUID id, List<Neighbour> neighbours) {
        Memory memory = standing(id);
        if (memory == null) {
            return;
        }
        Memory partner = null;
        double similarity = 0;
        for (Neighbour neighbour : neighbours) {
            Memory other = standing(neighbour.id());
            if (other != null
                    && !other.id().equals(memory.id())
                    && (partner == null || isBefore(other, partner))
                    && mergeable(memory, other)) {
                partner = other;
                similarity = neighbour.similarity();
            }
        }
        if (partner != null) {
            merge(memory, partner, similarity);
        }
    }

    private boolean mergeable(Memory one, Memory other) {
        boolean stands = stands(one, other);
        return Pairs.mergeable(stands ? one : other, stands ? other : one);
    }

    private void merge(Memory one, Memory other, double similarity) {
        boolean stands = stands(one, other);
        Memory survivor = stands ? one : other;
        Memory duplicate = stands ? other : one;
        mergedInto.put(duplicate.id(), survivor.id());
        concerned.add(survivor.id());
        concerned.add(duplicate.id());
        merges.add(new Merge(survivor, duplicate, similarity));
    }

    /** True if the one is to stand for the other, false if it is the other way round. */
    private boolean stands(Memory one, Memory other) {
        return statements.contradictBetween(one, other)
                ? one.happenedAt().isAfter(other.happenedAt())
                : isFirst(one, other);
    }

    private static boolean isFirst(Memory one, Memory other) {
        boolean pinned = one.lifecycle().pinned();
        return pinned == other.lifecycle().pinned() ? isBefore(one, other) : pinned;
    }

    /** The memory, or the one that is to stand for it; null if it cannot be merged. */
    private @Nullable Memory standing(UUID id) {
        UUID standing = id;
        while (mergedInto.containsKey(standing)) {
            standing = Objects.requireNonNull(mergedInto.get(standing));
        }
        return keptApart.contains(standing) ? null : memories.get(standing);
    }

    /** Ids are in the order of storing; compared as unsigned numbers, as the record does. */
    private static boolean isBefore(Memory one, Memory other) {
        return one.id().toString().compareTo(other.id().toString()) < 0;
    }

    /** In the order they are to be done. */
    List<Merge> merges() {
        return List.copyOf(merges);
    }

    /** True if a memory is part of a merge, so that it is to be compared again. */
    boolean concerns(UUID id) {
        return concerned.contains(id);
    }
}
