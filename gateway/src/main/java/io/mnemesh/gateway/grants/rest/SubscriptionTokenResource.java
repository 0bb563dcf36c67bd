package io.mnemesh.gateway.grants.rest;

import io.mnemesh.gateway.grants.SubscriptionGrants;
import io.mnemesh.gateway.grants.SubscriptionTokenAnswer;
import io.mnemesh.gateway.grants.SubscriptionTokenRequest;
import io.mnemesh.mesh.identity.CurrentToken;
import io.mnemesh.mesh.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Subscription tokens over HTTP. */
@Path(SubscriptionTokenResource.PATH)
@Tag(name = "Access", description = "Tenants, accounts, keys, sessions and tokens")
@Produces(MediaType.APPLICATION_JSON)
public class SubscriptionTokenResource {

    static final String PATH = "/api/auth/subscription-token";

    private final SubscriptionGrants grants;
    private final CurrentToken token;

    SubscriptionTokenResource(SubscriptionGrants grants, CurrentToken token) {
        this.grants = grants;
        this.token = token;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Let a user subscribe to a channel that the caller may grant")
    @APIResponse(
            responseCode = "200",
            description = "A token for the subscription; it counts where the caller may grant the channel",
            content = @Content(schema = @Schema(implementation = SubscriptionTokenAnswer.class)))
    @APIResponse(responseCode = "403", description = "The caller's scopes do not have realtime:write")
    @APIResponse(responseCode = "503", description = "The signing key is not there yet; see Retry-After")
    public Uni<Response> grant(@Nullable SubscriptionTokenRequest request) {
        if (request == null) {
            throw ProblemException.invalid("user", "Send a JSON object with user and channel.");
        }
        SubscriptionTokenAnswer granted = grants.grant(token.verified(), request, PATH);
        return Uni.createFrom()
                .item(Response.ok(granted).header("Cache-Control", "no-store").build());
    }
}
