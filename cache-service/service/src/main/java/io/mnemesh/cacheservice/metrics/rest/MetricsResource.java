package io.mnemesh.cacheservice.metrics.rest;

import io.mnemesh.cacheservice.access.Administration;
import io.mnemesh.cacheservice.metrics.CacheReport;
import io.mnemesh.cacheservice.metrics.CacheReports;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Metrics over HTTP. */
@Path("/api/cache/_admin/metrics")
@Tag(name = "Cache administration", description = "Quotas and metrics of the cache")
@Produces(MediaType.APPLICATION_JSON)
public class MetricsResource {

    private final CacheReports reports;
    private final CurrentIdentity identity;

    MetricsResource(CacheReports reports, CurrentIdentity identity) {
        this.reports = reports;
        this.identity = identity;
    }

    @GET
    @Operation(
            operationId = "getCacheMetrics",
            summary = "Hit rates, times, bytes and evictions per tier and per namespace",
            description = "Of the caller's tenant, counted by the answering process since its start. Operators also see"
                    + " what the process counts over all tenants, with loads and stale answers.")
    @APIResponse(responseCode = "200", description = "The metrics")
    @APIResponse(responseCode = "403", description = "forbidden: it needs the role admin or the scope cache:admin")
    public Uni<CacheReport> metrics() {
        Identity caller = Administration.require(identity.get());
        return reports.of(caller.tenant(), caller.roles().contains(Identity.OPERATOR));
    }
}
