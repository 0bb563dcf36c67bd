package io.mnemesh.gateway.sessions;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * Ends sessions.
 *
 * @param everywhere whether all sessions of the user are ended; only the one of the token if left out
 */
@RegisterForReflection
public record LogoutRequest(@Nullable Boolean everywhere) {}
