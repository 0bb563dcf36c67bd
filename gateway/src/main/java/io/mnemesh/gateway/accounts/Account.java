package io.mnemesh.gateway.accounts;

import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user or a service account, without what it proves itself with.
 *
 * @param name       unique within the tenant; the subject of its tokens
 * @param roles      the most that its keys and sessions may do
 * @param disabledAt since when nobody gets in with it; null while it is in use
 * @param createdBy  subject that made it
 */
@RegisterForReflection
public record Account(
        TenantId tenant,
        String name,
        AccountKind kind,
        String description,
        List<String> roles,
        @Nullable Instant disabledAt,
        Instant createdAt,
        String createdBy) {

    public Account {
        roles = List.copyOf(roles);
    }
}
