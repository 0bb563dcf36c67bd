package io.mnemesh.gateway.access;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** The tenants of the mesh. */
@RegisterForReflection
public record TenantList(List<Tenant> items) {}
