package io.mnemesh.gateway.relay.message.rest;

import io.mnemesh.gateway.accounts.rest.TenantParameter;
import io.mnemesh.gateway.paging.PageRequest;
import io.mnemesh.gateway.relay.message.DeadMessagePage;
import io.mnemesh.gateway.relay.message.DeadMessages;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Dead messages over HTTP, for operators. */
@Path("/api/v2/relaycore/dead-letters")
@Tag(name = "Messages", description = "Requests that are relayed later")
@RolesAllowed(Identity.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
public class DeadMessageResource {

    private final DeadMessages messages;
    private final CurrentIdentity caller;

    DeadMessageResource(DeadMessages messages, CurrentIdentity caller) {
        this.messages = messages;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "Messages that are not tried any more, latest first, without their payloads")
    public Uni<DeadMessagePage> list(
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return messages.list(TenantParameter.read(tenant), PageRequest.of(cursor, limit));
    }

    @POST
    @Path("{id}/replay")
    @APIResponse(responseCode = "202", description = "It is tried again")
    @Operation(summary = "Try a message again, with its whole time; its sender still needs the right to it")
    public Uni<Response> replay(@PathParam("id") String id) {
        return messages.replay(caller.get(), MessageIds.read(id))
                .map(ignored -> Response.accepted().build());
    }

    @DELETE
    @Path("{id}")
    @APIResponse(responseCode = "204", description = "Removed")
    @Operation(summary = "Remove a message")
    public Uni<Response> drop(@PathParam("id") String id) {
        return messages.drop(caller.get(), MessageIds.read(id))
                .map(ignored -> Response.noContent().build());
    }
}
