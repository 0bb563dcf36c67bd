package io.mnemesh.gateway.oidc;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * Signs a user in with an ID token.
 *
 * @param device what the user calls the device, for the list of sessions
 */
@RegisterForReflection
public record OidcRequest(
        @Nullable String idToken, @Nullable String device) {

    @Override
    public String toString() {
        return "OidcRequest";
    }
}
