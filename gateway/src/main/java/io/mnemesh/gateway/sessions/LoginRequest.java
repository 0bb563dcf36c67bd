package io.mnemesh.gateway.sessions;

import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * Signs a user in.
 *
 * @param tenant the first tenant of the mesh if left out
 * @param device what the user calls the device, for the list of sessions
 */
@RegisterForReflection
public record LoginRequest(
        @Nullable TenantId tenant,
        @Nullable String name,
        @Nullable String password,
        @Nullable String device) {

    @Override
    public String toString() {
        return "LoginRequest[" + name + "]";
    }
}
