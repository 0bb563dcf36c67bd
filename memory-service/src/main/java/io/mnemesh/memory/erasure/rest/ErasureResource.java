package io.mnemesh.memory.erasure.rest;

import io.mnemesh.memory.erasure.ErasedPage;
import io.mnemesh.memory.erasure.Erasure;
import io.mnemesh.memory.erasure.ErasureDraft;
import io.mnemesh.memory.erasure.ErasurePage;
import io.mnemesh.memory.erasure.Erasures;
import io.mnemesh.memory.erasure.TombstoneKeys;
import io.mnemesh.memory.memories.PageRequest;
import io.mnemesh.memory.memories.rest.ListParameters;
import io.mnemesh.memory.memories.rest.MemoryIds;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Erasures over HTTP. */
@Path("/api/erasures")
@Tag(name = "Erasures", description = "Erase memories and users everywhere, with a signed tombstone")
@Produces(MediaType.APPLICATION_JSON)
public class ErasureResource {

    private final Erasures erasures;
    private final CurrentIdentity identity;

    ErasureResource(Erasures erasures, CurrentIdentity identity) {
        this.erasures = erasures;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "startErasure",
            summary = "Erase memories, or all memories of a user",
            description =
                    "Needs the role admin or the scope memory:erase. The erasure goes on by itself, whatever restarts"
                            + " meanwhile; the same request finds the one that is under way. Memories that were deleted before are"
                            + " erased too.")
    @APIResponse(
            responseCode = "202",
            description = "Under way; Location names it",
            content = @Content(schema = @Schema(implementation = Erasure.class)))
    @APIResponse(responseCode = "400", description = "malformed-request: no JSON, or a member that does not exist")
    @APIResponse(responseCode = "401", description = "unauthenticated")
    @APIResponse(responseCode = "403", description = "forbidden")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<RestResponse<Erasure>> start(@Nullable ErasureDraft draft) {
        Identity caller = identity.get();
        return erasures.start(caller, draft)
                .map(started -> RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, started)
                        .header(HttpHeaders.LOCATION, "/api/erasures/" + started.id())
                        .build());
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "getErasure",
            summary = "How far an erasure has come, and its tombstone once it is done",
            description = "signature is a JSON Web Signature over the tombstone; /api/erasures/keys has the keys.")
    @APIResponse(responseCode = "200", description = "The erasure")
    @APIResponse(responseCode = "403", description = "forbidden")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's erasure")
    public Uni<Erasure> get(@PathParam("id") String id) {
        Identity caller = identity.get();
        return erasures.get(caller, ErasureIds.parse(id));
    }

    @GET
    @Operation(operationId = "listErasures", summary = "List erasures, latest first")
    @APIResponse(responseCode = "200", description = "A page")
    @APIResponse(responseCode = "403", description = "forbidden")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<ErasurePage> list(
            @QueryParam("user") @Parameter(description = "Only those of this user") @Nullable String user,
            @QueryParam("after") @Parameter(description = "nextAfter of the page before") @Nullable String after,
            @QueryParam("limit") @Parameter(description = "Most items, 1 to 200", example = "50") @Nullable
                    String limit) {
        Identity caller = identity.get();
        UUID from = after == null ? null : ErasureIds.parse(after);
        return erasures.list(caller, user, from, limit(limit));
    }

    @GET
    @Path("/{id}/memories")
    @Operation(operationId = "erasedMemories", summary = "The ids of the memories of an erasure, in their order")
    @APIResponse(responseCode = "200", description = "A page")
    @APIResponse(responseCode = "403", description = "forbidden")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's erasure")
    public Uni<ErasedPage> memories(
            @PathParam("id") String id,
            @QueryParam("after") @Parameter(description = "nextAfter of the page before") @Nullable String after,
            @QueryParam("limit") @Parameter(description = "Most items, 1 to 200", example = "50") @Nullable
                    String limit) {
        Identity caller = identity.get();
        UUID from = after == null ? null : MemoryIds.parse(after);
        return erasures.memories(caller, ErasureIds.parse(id), from, limit(limit));
    }

    @GET
    @Path("/keys")
    @Operation(operationId = "tombstoneKeys", summary = "The public keys tombstones are verified with")
    @APIResponse(responseCode = "200", description = "A JSON Web Key Set")
    public Uni<TombstoneKeys> keys() {
        return erasures.keys();
    }

    private static int limit(@Nullable String limit) {
        return PageRequest.of(ListParameters.number("limit", limit), null, "").limit();
    }
}
