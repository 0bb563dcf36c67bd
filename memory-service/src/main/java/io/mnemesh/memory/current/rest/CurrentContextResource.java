package io.mnemesh.memory.current.rest;

import io.mnemesh.memory.current.CurrentContext;
import io.mnemesh.memory.current.CurrentContextDraft;
import io.mnemesh.memory.current.CurrentContexts;
import io.mnemesh.memory.memories.TextRules;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What callers are at, over HTTP. */
@Path("/api/memories/context/current")
@Tag(name = "Context")
@Produces(MediaType.APPLICATION_JSON)
public class CurrentContextResource {

    private final CurrentContexts contexts;
    private final CurrentIdentity identity;

    CurrentContextResource(CurrentContexts contexts, CurrentIdentity identity) {
        this.contexts = contexts;
        this.identity = identity;
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "setCurrentContext",
            summary = "Say what the caller is at",
            description =
                    "Per caller and session, until it expires. Searches and context packs use it when they are asked"
                            + " to, and only those of the same caller.")
    @APIResponse(responseCode = "200", description = "What it is at now")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<CurrentContext> set(@Nullable CurrentContextDraft draft) {
        Identity caller = identity.get();
        return contexts.set(caller, draft);
    }

    @GET
    @Operation(operationId = "getCurrentContext", summary = "What the caller is at")
    @APIResponse(responseCode = "200", description = "Of the session, or as it was said last")
    @APIResponse(responseCode = "404", description = "not-found: nothing was said, or it has expired")
    public Uni<CurrentContext> get(
            @QueryParam("session") @Parameter(description = "Session it is of", example = "s-7") @Nullable
                    String session) {
        Identity caller = identity.get();
        return contexts.get(caller, checked(session));
    }

    @DELETE
    @Operation(operationId = "clearCurrentContext", summary = "Forget what the caller is at")
    @APIResponse(responseCode = "204", description = "Forgotten, of the session or of all")
    public Uni<Void> clear(
            @QueryParam("session") @Parameter(description = "Session it is of", example = "s-7") @Nullable
                    String session) {
        Identity caller = identity.get();
        return contexts.clear(caller, checked(session));
    }

    private static @Nullable String checked(@Nullable String session) {
        return TextRules.optionalLabel("session", session, TextRules.NAME_LENGTH);
    }
}
