package io.mnemesh.mesh.event.payload;

import java.time.Instant;
import java.util.UUID;

/**
 * An erasure has come a step further.
 *
 * @param erasureId id of the erasure
 * @param state {@code running} or {@code done}
 * @param step the step that is next, {@code done} at the end
 * @param stepsDone steps that are done
 * @param steps steps in all
 * @param memories memories that are erased
 * @param progressedAt when
 */
public record ErasureProgressed(
        UUID erasureId, String state, String step, int stepsDone, int steps, long memories, Instant progressedAt) {}
