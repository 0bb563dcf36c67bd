package io.mnemesh.gateway.access;

import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A new API key with its secret.
 *
 * @param apiKey the secret; it is not shown again
 */
@RegisterForReflection
public record CreatedKey(
        UUID id,
        TenantId tenant,
        String subject,
        String label,
        List<String> roles,
        List<String> scopes,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        String apiKey) {

    static CreatedKey of(ApiKey key, String secret) {
        return new CreatedKey(
                key.id(),
                key.tenant(),
                key.subject(),
                key.label(),
                key.roles(),
                key.scopes(),
                key.createdAt(),
                key.createdBy(),
                key.expiresAt(),
                secret);
    }

    @Override
    public String toString() {
        return "CreatedKey[" + id + "]";
    }
}
