package io.mnemesh.mesh.event.payload;

import java.time.Instant;
import java.util.UUID;

/**
 * A memory was deleted.
 *
 * @param memoryId id of the memory
 * @param memoryType its type
 * @param deletedAt record time
 */
public record MemoryDeleted(UUID memoryId, String memoryType, Instant deletedAt) {}
