package io.mnemesh.memory.memories.rest;

import io.mnemesh.memory.memories.History;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryChange;
import io.mnemesh.memory.memories.MemoryDraft;
import io.mnemesh.memory.memories.MemoryPatch;
import io.mnemesh.memory.memories.MemoryRules;
import io.mnemesh.memory.memories.MemoryUpdates;
import io.mnemesh.memory.memories.NewMemory;
import io.mnemesh.memory.memories.PageRequest;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
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
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Changes of memories and their history over HTTP. */
@Path("/api/memories")
@Tag(name = "Changes", description = "Change memories, read their former versions, undo")
@Produces(MediaType.APPLICATION_JSON)
public class ChangeResource {

    private final MemoryUpdates updates;
    private final CurrentIdentity identity;

    ChangeResource(MemoryUpdates updates, CurrentIdentity identity) {
        this.updates = updates;
        this.identity = identity;
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "replaceMemory", summary = "Replace a memory; what was there stays in its history")
    @APIResponse(responseCode = "200", description = "The new version; ETag names it")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's memory")
    @APIResponse(responseCode = "412", description = "precondition-failed: it has another version than If-Match says")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<RestResponse<Memory>> replace(
            @PathParam("id") String id,
            @HeaderParam(ETags.IF_MATCH) @Parameter(example = "\"3\"") @Nullable String ifMatch,
            @Nullable MemoryDraft draft) {
        Identity caller = identity.get();
        NewMemory wanted = MemoryRules.checkReplacement(draft);
        return change(caller, id, ifMatch, current -> wanted);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @Operation(
            operationId = "changeMemory",
            summary = "Change members of a memory; what was there stays in its history")
    @APIResponse(responseCode = "200", description = "The new version; ETag names it")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's memory")
    @APIResponse(responseCode = "412", description = "precondition-failed: it has another version than If-Match says")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<RestResponse<Memory>> patch(
            @PathParam("id") String id,
            @HeaderParam(ETags.IF_MATCH) @Parameter(example = "\"3\"") @Nullable String ifMatch,
            @Nullable MemoryPatch patch) {
        Identity caller = identity.get();
        return change(caller, id, ifMatch, MemoryPatch.check(patch));
    }

    private Uni<RestResponse<Memory>> change(
            Identity caller, String id, @Nullable String ifMatch, MemoryChange change) {
        return updates.change(caller, MemoryIds.parse(id), ETags.expected(ifMatch), change)
                .map(ETags::answer);
    }

    @POST
    @Path("/{id}/undo")
    @Operation(
            operationId = "undoMemory",
            summary = "Give a memory the content of the version before, as a new version",
            description = "Undoing twice brings back what was undone.")
    @APIResponse(responseCode = "200", description = "The new version; ETag names it")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's memory")
    @APIResponse(responseCode = "409", description = "conflict: there is no version before")
    @APIResponse(responseCode = "412", description = "precondition-failed: it has another version than If-Match says")
    public Uni<RestResponse<Memory>> undo(
            @PathParam("id") String id, @HeaderParam(ETags.IF_MATCH) @Nullable String ifMatch) {
        Identity caller = identity.get();
        return updates.undo(caller, MemoryIds.parse(id), ETags.expected(ifMatch))
                .map(ETags::answer);
    }

    @GET
    @Path("/{id}/history")
    @Operation(operationId = "memoryHistory", summary = "Former versions of a memory, latest first")
    @APIResponse(responseCode = "200", description = "A page")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's memory")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<History> history(
            @PathParam("id") String id,
            @QueryParam("limit") @Parameter(description = "Most items, 1 to 200", example = "50") @Nullable
                    String limit,
            @QueryParam("before") @Parameter(description = "nextBefore of the page before") @Nullable String before) {
        TenantId tenant = identity.tenant();
        UUID memory = MemoryIds.parse(id);
        Integer most = ListParameters.number("limit", limit);
        Integer below = ListParameters.number("before", before);
        if (below != null && below < 1) {
            throw ProblemException.invalid("before", "'before' must be a version, 1 or more.");
        }
        PageRequest page = PageRequest.of(most, null, "");
        return updates.history(tenant, memory, below == null ? Integer.MAX_VALUE : below, page.limit());
    }
}
