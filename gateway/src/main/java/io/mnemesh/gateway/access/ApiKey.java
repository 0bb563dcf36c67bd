package io.mnemesh.gateway.access;

import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * An API key without its secret.
 *
 * @param subject   whom tokens from it speak for
 * @param label     what it is for, as its maker says
 * @param createdBy subject that made it
 */
@RegisterForReflection
public record ApiKey(
        UUID id,
        TenantId tenant,
        String subject,
        String label,
        List<String> roles,
        List<String> scopes,
        Instant createdAt,
        String createdBy) {

    public ApiKey {
        roles = List.copyOf(roles);
        scopes = List.copyOf(scopes);
    }

    Identity identity() {
        return new Identity(tenant, subject, Set.copyOf(roles), Set.copyOf(scopes));
    }
}
