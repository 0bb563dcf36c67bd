package io.mnemesh.gateway.access;

import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for an API key.
 *
 * @param tenant  the caller's own if left out
 * @param subject whom its tokens speak for
 * @param label   what it is for
 * @param roles   {@code ["member"]} if left out
 * @param scopes  none if left out
 */
@RegisterForReflection
public record KeyRequest(
        @Nullable TenantId tenant,
        @Nullable String subject,
        @Nullable String label,
        @Nullable List<String> roles,
        @Nullable List<String> scopes) {}
