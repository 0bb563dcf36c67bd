package io.mnemesh.mesh.event.payload;

import java.time.Instant;

/**
 * A session ended.
 *
 * @param sessionId id of the session
 * @param reason for example {@code completed}, {@code timeout}
 * @param endedAt when
 */
public record SessionEnded(String sessionId, String reason, Instant endedAt) {}
