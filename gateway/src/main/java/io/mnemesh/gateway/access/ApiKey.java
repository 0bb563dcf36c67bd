package io.mnemesh.gateway.access;

import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key without its secret.
 *
 * @param subject    service account that tokens from it speak for
 * @param label      what it is for, as its maker says
 * @param createdBy  subject that made it
 * @param expiresAt  from when it is refused; null if it does not end by itself
 * @param lastUsedAt when it was last exchanged, to the minute; null if it never was
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
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {

    public ApiKey {
        roles = List.copyOf(roles);
        scopes = List.copyOf(scopes);
    }
}
