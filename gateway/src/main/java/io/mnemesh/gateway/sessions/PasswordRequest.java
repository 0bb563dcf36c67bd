package io.mnemesh.gateway.sessions;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * Changes the caller's own password.
 *
 * @param current  the one that is valid now
 * @param password the one to be
 */
@RegisterForReflection
public record PasswordRequest(
        @Nullable String current, @Nullable String password) {

    @Override
    public String toString() {
        return "PasswordRequest";
    }
}
