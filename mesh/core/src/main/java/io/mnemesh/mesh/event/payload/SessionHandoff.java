package io.mnemesh.mesh.event.payload;

import java.time.Instant;
import java.util.Map;

/**
 * A session went from one agent to another with its state.
 *
 * @param sessionId id of the session
 * @param fromAgent who had it
 * @param toAgent who has it now
 * @param state what was handed over
 * @param handedOverAt when
 */
public record SessionHandoff(
        String sessionId, String fromAgent, String toAgent, Map<String, String> state, Instant handedOverAt) {}
