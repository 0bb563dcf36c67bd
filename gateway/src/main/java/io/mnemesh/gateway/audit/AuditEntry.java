package io.mnemesh.gateway.audit;

import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the audit log.
 *
 * @param tenant  whose admins may read it
 * @param actor   who did it
 * @param target  what it was done to: the name of an account or tenant, the id of a key or session
 * @param address where the request came from, if that matters
 * @param reason  why, where there is more than one way
 */
@RegisterForReflection
public record AuditEntry(
        UUID id,
        Instant at,
        TenantId tenant,
        String actor,
        AuditAction action,
        String target,
        @Nullable String address,
        @Nullable String reason) {}
