package io.mnemesh.memory.statistics.rest;

import io.mnemesh.memory.memories.rest.ListParameters;
import io.mnemesh.memory.statistics.MemoryStatistics;
import io.mnemesh.memory.statistics.Statistics;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Statistics over HTTP. */
@Path("/api/memories/stats")
@Tag(name = "Statistics", description = "What is stored, in numbers")
@Produces(MediaType.APPLICATION_JSON)
public class StatisticsResource {

    private final Statistics statistics;
    private final CurrentIdentity identity;

    StatisticsResource(Statistics statistics, CurrentIdentity identity) {
        this.statistics = statistics;
        this.identity = identity;
    }

    @GET
    @Operation(operationId = "memoryStatistics", summary = "What the tenant has stored, in numbers")
    @APIResponse(responseCode = "200", description = "The numbers")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<MemoryStatistics> get(
            @QueryParam("days") @Parameter(description = "Days of growth, 1 to 366", example = "30") @Nullable
                    String days) {
        TenantId tenant = identity.tenant();
        return statistics.of(tenant, ListParameters.number("days", days));
    }
}
