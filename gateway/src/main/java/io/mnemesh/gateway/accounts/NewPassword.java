package io.mnemesh.gateway.accounts;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** Sets a password. */
@RegisterForReflection
public record NewPassword(@Nullable String password) {

    @Override
    public String toString() {
        return "NewPassword";
    }
}
