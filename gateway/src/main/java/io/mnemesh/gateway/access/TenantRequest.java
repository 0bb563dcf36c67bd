package io.mnemesh.gateway.access;

import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** Asks for a tenant. */
@RegisterForReflection
public record TenantRequest(@Nullable TenantId name) {}
