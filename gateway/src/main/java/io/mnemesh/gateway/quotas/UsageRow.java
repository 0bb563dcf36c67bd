package io.mnemesh.gateway.quotas;

import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.LocalDate;

/**
 * What a tenant asked one service for on one day (UTC).
 *
 * @param requests requests that were let through
 * @param units    cost units of these
 * @param refused  requests that were over a limit
 */
@RegisterForReflection
public record UsageRow(TenantId tenant, LocalDate day, String service, long requests, long units, long refused) {}
