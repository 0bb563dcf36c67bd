package io.mnemesh.mesh.event.payload;

import java.util.UUID;

/**
 * The vector of a memory was computed. Internal to the mesh.
 *
 * @param memoryId id of the memory
 * @param version version of the memory that was embedded
 * @param model {@code name@revision}
 * @param vector little-endian float32, base64 in JSON
 */
public record MemoryEmbedded(UUID memoryId, int version, String model, byte[] vector) {}
