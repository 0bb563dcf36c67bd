package io.mnemesh.mesh.event.payload;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session began.
 *
 * @param sessionId id of the session
 * @param user whose it is
 * @param agent agent that serves it
 * @param startedAt when
 */
public record SessionStarted(
        String sessionId, @Nullable String user, @Nullable String agent, Instant startedAt) {}
