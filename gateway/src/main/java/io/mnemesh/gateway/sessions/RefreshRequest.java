package io.mnemesh.gateway.sessions;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** Renews a session. */
@RegisterForReflection
public record RefreshRequest(@Nullable String refreshToken) {

    @Override
    public String toString() {
        return "RefreshRequest";
    }
}
