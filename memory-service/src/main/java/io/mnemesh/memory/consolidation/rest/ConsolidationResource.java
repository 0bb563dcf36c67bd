package io.mnemesh.memory.consolidation.rest;

import io.mnemesh.memory.consolidation.Consolidation;
import io.mnemesh.memory.consolidation.Consolidator;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.Merges;
import io.mnemesh.memory.memories.PageRequest;
import io.mnemesh.memory.memories.rest.ListParameters;
import io.mnemesh.memory.memories.rest.MemoryIds;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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

/** Merging of memories that say the same over HTTP. */
@Path("/api/memories")
@Tag(name = "Consolidation", description = "Memories that say the same")
@Produces(MediaType.APPLICATION_JSON)
public class ConsolidationResource {

    private final Consolidator consolidator;
    private final Merges merges;
    private final CurrentIdentity identity;

    ConsolidationResource(Consolidator consolidator, Merges merges, CurrentIdentity identity) {
        this.consolidator = consolidator;
        this.merges = merges;
        this.identity = identity;
    }

    @POST
    @Path("/consolidate")
    @Operation(
            operationId = "consolidateMemories",
            summary = "Merge memories that say the same",
            description =
                    "Compares a page of memories, first stored first, with all others; nextAfter is where to go on."
                            + " The first stored one of those that say the same stands for the others, which stay as they are and"
                            + " are left out of lists and searches. New memories are compared by themselves soon after they are"
                            + " stored.")
    @APIResponse(responseCode = "200", description = "What was merged, or would be")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    @APIResponse(responseCode = "503", description = "unavailable: the index is being opened")
    public Uni<Consolidation> consolidate(
            @QueryParam("preview") @Parameter(description = "true to change nothing") boolean preview,
            @QueryParam("after") @Parameter(description = "nextAfter of the page before") @Nullable String after,
            @QueryParam("limit")
                    @Parameter(description = "Most memories to compare, 1 to 200", example = "50")
                    @Nullable
                    String limit) {
        TenantId tenant = identity.tenant();
        PageRequest page = PageRequest.of(ListParameters.number("limit", limit), null, "");
        UUID from = after == null ? null : MemoryIds.parse(after);
        return consolidator.page(tenant, from, page.limit(), preview);
    }

    @GET
    @Path("/{id}/merged")
    @Operation(operationId = "mergedMemories", summary = "The memories this one stands for, as they were stored")
    @APIResponse(responseCode = "200", description = "A page, first stored first")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's memory")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<MergedPage> merged(
            @PathParam("id") String id,
            @QueryParam("after") @Parameter(description = "nextAfter of the page before") @Nullable String after,
            @QueryParam("limit") @Parameter(description = "Most items, 1 to 200", example = "50") @Nullable
                    String limit) {
        TenantId tenant = identity.tenant();
        UUID survivor = MemoryIds.parse(id);
        PageRequest page = PageRequest.of(ListParameters.number("limit", limit), null, "");
        UUID from = after == null ? null : MemoryIds.parse(after);
        return merges.of(tenant, survivor, from, page.limit() + 1).map(found -> MergedPage.of(found, page.limit()));
    }

    @POST
    @Path("/{id}/unmerge")
    @Operation(
            operationId = "unmergeMemory",
            summary = "Let a merged memory stand for itself again",
            description = "It comes back as it was stored and is not merged again until it is changed.")
    @APIResponse(responseCode = "200", description = "The memory")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's memory")
    @APIResponse(responseCode = "409", description = "conflict: it is not merged")
    public Uni<Memory> unmerge(@PathParam("id") String id) {
        TenantId tenant = identity.tenant();
        return merges.unmerge(tenant, MemoryIds.parse(id));
    }
}
