package io.mnemesh.memory.relations.rest;

import io.mnemesh.memory.memories.PageRequest;
import io.mnemesh.memory.memories.rest.ListParameters;
import io.mnemesh.memory.memories.rest.MemoryIds;
import io.mnemesh.memory.relations.RelatedMemories;
import io.mnemesh.memory.relations.RelationKind;
import io.mnemesh.memory.relations.Relations;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Relations of memories over HTTP. */
@Path("/api/memories")
@Tag(name = "Relations", description = "What memories hang together with")
@Produces(MediaType.APPLICATION_JSON)
public class RelationResource {

    private static final int MOST_STEPS = 3;

    private final Relations relations;
    private final CurrentIdentity identity;

    RelationResource(Relations relations, CurrentIdentity identity) {
        this.relations = relations;
        this.identity = identity;
    }

    @GET
    @Path("/{id}/related")
    @Operation(
            operationId = "relatedMemories",
            summary = "What a memory hangs together with",
            description = "Walks the graph of memories from this one: similar, follows, caused_by (the detail causedBy"
                    + " names a memory), supersedes, mentions_same, contradicts (another value of the same, or the same"
                    + " words denied), and the other way round.")
    @APIResponse(
            responseCode = "200",
            description = "Memories, the nearest and heaviest first, and how they are reached")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's memory")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<RelatedMemories> related(
            @PathParam("id") String id,
            @QueryParam("kinds")
                    @Parameter(description = "Some of them, with commas; all if absent", example = "similar")
                    @Nullable
                    String kinds,
            @QueryParam("depth") @Parameter(description = "Most steps, 1 to 3; 1 if absent", example = "2") @Nullable
                    String depth,
            @QueryParam("limit") @Parameter(description = "Most items, 1 to 200", example = "20") @Nullable
                    String limit) {
        TenantId tenant = identity.tenant();
        UUID memory = MemoryIds.parse(id);
        Set<RelationKind> followed = RelationKind.check(kinds);
        Integer steps = ListParameters.number("depth", depth);
        if (steps != null && (steps < 1 || steps > MOST_STEPS)) {
            throw ProblemException.invalid("depth", "'depth' must be from 1 to " + MOST_STEPS + ".");
        }
        PageRequest page = PageRequest.of(ListParameters.number("limit", limit), null, "");
        return relations.of(tenant, memory, followed, steps == null ? 1 : steps, page.limit());
    }
}
