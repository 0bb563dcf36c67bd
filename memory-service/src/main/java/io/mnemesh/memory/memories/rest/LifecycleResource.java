package io.mnemesh.memory.memories.rest;

import io.mnemesh.memory.memories.Lifecycle;
import io.mnemesh.memory.memories.Lifecycles;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Pinning, expiry and the archive over HTTP. */
@Path("/api/memories")
@Tag(name = "Lifecycle", description = "Pin, archive, expire and retain memories")
@Produces(MediaType.APPLICATION_JSON)
public class LifecycleResource {

    private final Lifecycles lifecycles;
    private final CurrentIdentity identity;

    LifecycleResource(Lifecycles lifecycles, CurrentIdentity identity) {
        this.lifecycles = lifecycles;
        this.identity = identity;
    }

    @PUT
    @Path("/{id}/lifecycle")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "setLifecycle",
            summary = "Say whether a memory is pinned, archived and when it expires",
            description =
                    "Replaces what was said before. Pinned memories are left alone by retention and no other memory is"
                            + " to stand for them; they expire all the same if a time is given. It makes no version.")
    @APIResponse(responseCode = "200", description = "The memory")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's memory")
    @APIResponse(responseCode = "409", description = "conflict: another memory stands for it")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<Memory> set(@PathParam("id") String id, Lifecycle.@Nullable Draft draft) {
        TenantId tenant = identity.tenant();
        if (draft == null) {
            throw ProblemException.invalid("pinned", "The body must be a JSON object.");
        }
        return lifecycles.set(tenant, MemoryIds.parse(id), draft);
    }

    @POST
    @Path("/{id}/archive")
    @Operation(
            operationId = "archiveMemory",
            summary = "Leave a memory out of lists and searches",
            description = "includeArchived brings archived memories into a list or a search.")
    @APIResponse(responseCode = "200", description = "The memory")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's memory")
    @APIResponse(responseCode = "409", description = "conflict: another memory stands for it")
    public Uni<Memory> archive(@PathParam("id") String id) {
        TenantId tenant = identity.tenant();
        return lifecycles.archive(tenant, MemoryIds.parse(id), true);
    }

    @POST
    @Path("/{id}/unarchive")
    @Operation(operationId = "unarchiveMemory", summary = "Bring an archived memory back")
    @APIResponse(responseCode = "200", description = "The memory")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's memory")
    @APIResponse(responseCode = "409", description = "conflict: another memory stands for it")
    public Uni<Memory> unarchive(@PathParam("id") String id) {
        TenantId tenant = identity.tenant();
        return lifecycles.archive(tenant, MemoryIds.parse(id), false);
    }
}
