package io.mnemesh.gateway.access;

import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/** A tenant of the mesh. */
@RegisterForReflection
public record Tenant(TenantId name, Instant createdAt, String createdBy) {}
