package io.mnemesh.mesh.event.payload;

import java.util.List;
import java.util.UUID;

/**
 * Near-duplicates were merged into one memory.
 *
 * @param memoryId the memory that stays
 * @param mergedIds the memories merged into it
 * @param similarity least cosine similarity among them
 */
public record MemoryConsolidated(UUID memoryId, List<UUID> mergedIds, double similarity) {}
