package io.mnemesh.memory.clusters;

import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.persistence.MergeRepository.Vectored;
import java.util.List;
import java.util.UUID;

/**
 * A memory that can be placed.
 *
 * @param near    memories near it, the nearest first
 * @param indexed true if the index knows it
 */
record Arrival(Vectored vectored, List<UUID> near, boolean indexed) {

    Memory memory() {
        return vectored.memory();
    }
}
