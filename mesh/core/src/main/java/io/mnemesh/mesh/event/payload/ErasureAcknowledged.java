package io.mnemesh.mesh.event.payload;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A service has removed what it kept of memories that are erased. Internal to the mesh.
 *
 * @param erasureId id of the erasure
 * @param service name of the service
 * @param round round of the {@link MemoryErased} that is answered
 * @param part part of the round
 * @param removed how many of what were removed
 * @param acknowledgedAt when the removal was durable
 */
public record ErasureAcknowledged(
        UUID erasureId, String service, int round, int part, Map<String, Long> removed, Instant acknowledgedAt) {

    public ErasureAcknowledged {
        removed = Map.copyOf(removed);
    }
}
