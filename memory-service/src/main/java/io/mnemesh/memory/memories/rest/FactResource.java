package io.mnemesh.memory.memories.rest;

import io.mnemesh.memory.memories.FactHistory;
import io.mnemesh.memory.memories.Facts;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.PageRequest;
import io.mnemesh.memory.memories.Slot;
import io.mnemesh.memory.memories.TextRules;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Facts that change over HTTP. */
@Path("/api/memories")
@Tag(name = "Facts", description = "Values of facts over time, memories that supersede each other")
@Produces(MediaType.APPLICATION_JSON)
public class FactResource {

    private final Facts facts;
    private final CurrentIdentity identity;

    FactResource(Facts facts, CurrentIdentity identity) {
        this.facts = facts;
        this.identity = identity;
    }

    @GET
    @Path("/slots")
    @Operation(
            operationId = "factHistory",
            summary = "The values of a fact over time",
            description = "Two times may be asked for: asOf, when the value holds, and knownAt, when it was stored.")
    @APIResponse(responseCode = "200", description = "Its values, latest happened first, and the one that holds")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<FactHistory> history(
            @QueryParam("subject") @Parameter(required = true, example = "ana") @Nullable String subject,
            @QueryParam("attribute") @Parameter(required = true, example = "employer") @Nullable String attribute,
            @QueryParam("asOf") @Parameter(description = "Now if absent", example = "2026-06-01T00:00:00Z") @Nullable
                    String asOf,
            @QueryParam("knownAt") @Parameter(description = "All that is known if absent") @Nullable String knownAt,
            @QueryParam("limit") @Parameter(description = "Most values, 1 to 200", example = "50") @Nullable
                    String limit) {
        TenantId tenant = identity.tenant();
        Slot slot = Slot.of(subject, attribute);
        Instant at = TextRules.time("asOf", asOf);
        Instant known = TextRules.time("knownAt", knownAt);
        PageRequest page = PageRequest.of(ListParameters.number("limit", limit), null, "");
        return facts.history(tenant, slot, at, known, page.limit());
    }

    @PUT
    @Path("/{id}/supersedes/{former}")
    @Operation(
            operationId = "supersedeMemory",
            summary = "Note that a memory holds in place of a former one",
            description =
                    "The former one stays; it is found by latestOnly=false and by asOf. Repeating changes nothing.")
    @APIResponse(responseCode = "200", description = "The former memory")
    @APIResponse(responseCode = "404", description = "not-found: one of them")
    @APIResponse(
            responseCode = "409",
            description = "conflict: another one supersedes it already, or it would come to supersede itself")
    @APIResponse(responseCode = "422", description = "invalid-value: the former one is in a slot")
    public Uni<Memory> supersede(@PathParam("id") String id, @PathParam("former") String former) {
        TenantId tenant = identity.tenant();
        UUID newer = MemoryIds.parse(id);
        return facts.supersede(tenant, newer, MemoryIds.parse(former));
    }

    @DELETE
    @Path("/{id}/supersedes/{former}")
    @Operation(operationId = "releaseMemory", summary = "Take back that a memory holds in place of a former one")
    @APIResponse(responseCode = "200", description = "The former memory, which holds again")
    @APIResponse(responseCode = "404", description = "not-found: one of them, or the one does not supersede the other")
    public Uni<Memory> release(@PathParam("id") String id, @PathParam("former") String former) {
        TenantId tenant = identity.tenant();
        UUID newer = MemoryIds.parse(id);
        return facts.release(tenant, newer, MemoryIds.parse(former));
    }
}
