package io.mnemesh.memory.conversations.rest;

import io.mnemesh.memory.memories.MemoryService;
import io.mnemesh.memory.memories.Page;
import io.mnemesh.memory.memories.PageRequest;
import io.mnemesh.memory.memories.TextRules;
import io.mnemesh.memory.memories.rest.ListParameters;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Conversations over HTTP. */
@Path("/api/conversations")
@Tag(name = "Conversations", description = "What was said in a conversation")
@Produces(MediaType.APPLICATION_JSON)
public class ConversationResource {

    private final MemoryService memories;
    private final CurrentIdentity identity;

    ConversationResource(MemoryService memories, CurrentIdentity identity) {
        this.memories = memories;
        this.identity = identity;
    }

    @GET
    @Path("/{id}/memories")
    @Operation(
            operationId = "listConversation",
            summary = "List the memories of a conversation, the first happened first",
            description = "A conversation nobody wrote to is empty.")
    @APIResponse(responseCode = "200", description = "A page")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<Page> list(
            @PathParam("id") @Parameter(description = "As in context.conversation", example = "trip-42") String id,
            @QueryParam("limit") @Parameter(description = "Most items, 1 to 200", example = "50") @Nullable
                    String limit,
            @QueryParam("cursor") @Parameter(description = "nextCursor of the page before") @Nullable String cursor) {
        TenantId tenant = identity.tenant();
        String conversation = TextRules.label("conversation", id, TextRules.NAME_LENGTH);
        return memories.conversation(
                tenant, conversation, PageRequest.of(ListParameters.number("limit", limit), cursor, conversation));
    }
}
