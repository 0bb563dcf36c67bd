package io.mnemesh.gateway.access;

import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for an API key.
 *
 * @param tenant    the caller's own if left out
 * @param subject   service account its tokens speak for; made, with the roles of the key, if there is none
 * @param label     what it is for
 * @param roles     those of the account if left out, {@code ["member"]} if that is made
 * @param scopes    none if left out
 * @param expiresAt never if left out
 */
@RegisterForReflection
public record KeyRequest(
        @Nullable TenantId tenant,
        @Nullable String subject,
        @Nullable String label,
        @Nullable List<String> roles,
        @Nullable List<String> scopes,
        @Nullable Instant expiresAt) {}
