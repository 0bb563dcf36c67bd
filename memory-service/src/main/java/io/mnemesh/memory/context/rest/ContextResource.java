package io.mnemesh.memory.context.rest;

import io.mnemesh.memory.context.ContextDraft;
import io.mnemesh.memory.context.ContextPack;
import io.mnemesh.memory.context.ContextPacks;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Context packs over HTTP. */
@Path("/api/memories/context")
@Tag(name = "Context", description = "What should be known, ready for a prompt")
@Produces(MediaType.APPLICATION_JSON)
public class ContextResource {

    private final ContextPacks packs;
    private final CurrentIdentity identity;

    ContextResource(ContextPacks packs, CurrentIdentity identity) {
        this.packs = packs;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "packContext",
            summary = "Pack what should be known into a number of tokens",
            description =
                    "Facts found for the query (or the last turn) of the user and workspace, open tasks (memories of"
                            + " type workflow_step or x-task whose detail status is open, pending, in_progress and the like), and"
                            + " the latest turns of the conversation or session. For the same 'at' and the same memories the"
                            + " answer is the same.")
    @APIResponse(responseCode = "200", description = "The pack")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    @APIResponse(responseCode = "429", description = "too-many-requests: too many searches are waiting")
    public Uni<ContextPack> pack(@Nullable ContextDraft draft) {
        Identity caller = identity.get();
        return packs.pack(caller, ContextDraft.check(draft));
    }
}
