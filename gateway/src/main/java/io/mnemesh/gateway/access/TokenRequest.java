package io.mnemesh.gateway.access;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** Asks for a token. */
@RegisterForReflection
public record TokenRequest(@Nullable String apiKey) {

    @Override
    public String toString() {
        return "TokenRequest";
    }
}
