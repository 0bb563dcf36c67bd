package io.mnemesh.memory.memories.rest;

import io.mnemesh.memory.access.UsedMemories;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryDraft;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.MemoryRules;
import io.mnemesh.memory.memories.MemoryService;
import io.mnemesh.memory.memories.NewMemory;
import io.mnemesh.memory.memories.Page;
import io.mnemesh.memory.memories.PageRequest;
import io.mnemesh.memory.memories.Validity;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Memories over HTTP. */
@Path("/api/memories")
@Tag(name = "Memories", description = "Store, read, list and delete memories")
@Produces(MediaType.APPLICATION_JSON)
public class MemoryResource {

    private final MemoryService memories;
    private final UsedMemories used;
    private final CurrentIdentity identity;

    MemoryResource(MemoryService memories, UsedMemories used, CurrentIdentity identity) {
        this.memories = memories;
        this.used = used;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "storeMemory",
            summary = "Store a memory",
            description = "It can be searched by its words and its meaning within a second.")
    @APIResponse(
            responseCode = "201",
            description = "Stored; Location names it, ETag its version",
            content = @Content(schema = @Schema(implementation = Memory.class)))
    @APIResponse(responseCode = "400", description = "malformed-request: no JSON, or a member that does not exist")
    @APIResponse(responseCode = "401", description = "unauthenticated")
    @APIResponse(responseCode = "409", description = "idempotency-mismatch or conflict")
    @APIResponse(responseCode = "413", description = "too-large: the body")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<RestResponse<Memory>> store(
            @HeaderParam(IdempotencyKey.HEADER)
                    @Parameter(description = "Repeating a request with the same key stores once", example = "7f1c-1")
                    @Nullable
                    String key,
            @Nullable MemoryDraft draft) {
        Identity caller = identity.get();
        String checkedKey = IdempotencyKey.check(key);
        NewMemory memory = MemoryRules.check(draft);
        return memories.store(caller, memory, checkedKey)
                .map(stored -> RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, stored)
                        .header(HttpHeaders.LOCATION, "/api/memories/" + stored.id())
                        .header(ETags.ETAG, ETags.of(stored))
                        .build());
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getMemory", summary = "Read a memory")
    @APIResponse(responseCode = "200", description = "The memory; ETag is its version")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's memory")
    public Uni<RestResponse<Memory>> get(@PathParam("id") String id) {
        TenantId tenant = identity.tenant();
        return used.get(tenant, MemoryIds.parse(id)).map(ETags::answer);
    }

    @GET
    @Operation(
            operationId = "listMemories",
            summary = "List memories, the latest stored first",
            description = "Superseded values of facts are left out unless latestOnly is false.")
    @APIResponse(responseCode = "200", description = "A page")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<Page> list(@BeanParam ListParameters parameters) {
        TenantId tenant = identity.tenant();
        MemoryFilter filter = parameters.filter();
        Validity validity = parameters.validity();
        String list = filter.canonical() + validity.canonical();
        return memories.list(tenant, filter, validity, PageRequest.of(parameters.limit(), parameters.cursor(), list));
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteMemory", summary = "Delete a memory with its vector")
    @APIResponse(responseCode = "204", description = "Deleted")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's memory")
    @APIResponse(responseCode = "412", description = "precondition-failed: it has another version than If-Match says")
    public Uni<Void> delete(
            @PathParam("id") String id,
            @HeaderParam(ETags.IF_MATCH) @Parameter(example = "\"3\"") @Nullable String ifMatch) {
        TenantId tenant = identity.tenant();
        return memories.delete(tenant, MemoryIds.parse(id), ETags.expected(ifMatch));
    }
}
