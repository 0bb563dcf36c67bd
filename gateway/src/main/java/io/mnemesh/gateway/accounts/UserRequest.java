package io.mnemesh.gateway.accounts;

import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a user.
 *
 * @param tenant      the caller's own if left out
 * @param name        what the user signs in with; the subject of the tokens
 * @param description who it is
 * @param roles       {@code ["member"]} if left out
 * @param password    none if left out: then nobody signs in with this name until one is set
 */
@RegisterForReflection
public record UserRequest(
        @Nullable TenantId tenant,
        @Nullable String name,
        @Nullable String description,
        @Nullable List<String> roles,
        @Nullable String password) {

    @Override
    public String toString() {
        return "UserRequest[" + name + "]";
    }
}
