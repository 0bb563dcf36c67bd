package io.mnemesh.memory.clusters.rest;

import io.mnemesh.memory.clusters.Cluster;
import io.mnemesh.memory.clusters.ClusterPage;
import io.mnemesh.memory.clusters.ClusterPosition;
import io.mnemesh.memory.clusters.Clusters;
import io.mnemesh.memory.memories.Page;
import io.mnemesh.memory.memories.PageRequest;
import io.mnemesh.memory.memories.rest.ListParameters;
import io.mnemesh.memory.memories.rest.MemoryIds;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Clusters over HTTP. */
@Path("/api/memories/clusters")
@Tag(name = "Clusters", description = "Memories that are related")
@Produces(MediaType.APPLICATION_JSON)
public class ClusterResource {

    private final Clusters clusters;
    private final CurrentIdentity identity;

    ClusterResource(Clusters clusters, CurrentIdentity identity) {
        this.clusters = clusters;
        this.identity = identity;
    }

    @GET
    @Operation(
            operationId = "listClusters",
            summary = "List clusters of related memories, the largest first",
            description = "Memories are put into clusters as their vectors arrive. The event memory_clustered tells of"
                    + " each change.")
    @APIResponse(responseCode = "200", description = "A page")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<ClusterPage> list(
            @QueryParam("limit") @Parameter(description = "Most items, 1 to 200", example = "20") @Nullable
                    String limit,
            @QueryParam("cursor") @Parameter(description = "nextCursor of the page before") @Nullable String cursor) {
        TenantId tenant = identity.tenant();
        PageRequest page = PageRequest.of(ListParameters.number("limit", limit), null, "");
        return clusters.list(
                tenant, page.limit(), cursor == null ? ClusterPosition.START : ClusterPosition.decode(cursor));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getCluster", summary = "Read a cluster")
    @APIResponse(responseCode = "200", description = "The cluster")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's cluster")
    public Uni<Cluster> get(@PathParam("id") String id) {
        TenantId tenant = identity.tenant();
        return clusters.get(tenant, MemoryIds.parse(id));
    }

    @GET
    @Path("/{id}/memories")
    @Operation(operationId = "listClusterMemories", summary = "List the memories of a cluster, latest stored first")
    @APIResponse(responseCode = "200", description = "A page")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's cluster")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<Page> memories(
            @PathParam("id") String id,
            @QueryParam("limit") @Parameter(description = "Most items, 1 to 200", example = "50") @Nullable
                    String limit,
            @QueryParam("cursor") @Parameter(description = "nextCursor of the page before") @Nullable String cursor) {
        TenantId tenant = identity.tenant();
        UUID cluster = MemoryIds.parse(id);
        return clusters.memories(
                tenant, cluster, PageRequest.of(ListParameters.number("limit", limit), cursor, cluster.toString()));
    }
}
