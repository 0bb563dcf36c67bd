package io.mnemesh.gateway.oidc.rest;

import io.mnemesh.gateway.oidc.ExternalSignIn;
import io.mnemesh.gateway.oidc.OidcRequest;
import io.mnemesh.gateway.sessions.SessionTokens;
import io.mnemesh.gateway.sessions.rest.Clients;
import io.mnemesh.mesh.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Signing in with an ID token over HTTP; no token of the mesh is needed. */
@Path("/api/auth/oidc")
@Tag(name = "Access", description = "Tenants, accounts, keys, sessions and tokens")
@SecurityRequirements
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class OidcResource {

    private final ExternalSignIn signIn;

    OidcResource(ExternalSignIn signIn) {
        this.signIn = signIn;
    }

    @POST
    @Operation(summary = "Sign in with the ID token of a configured identity provider (OpenID Connect)")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SessionTokens.class)),
            description = "An access token, and a refresh token for the next one")
    @APIResponse(responseCode = "401", description = "The ID token is not good; reason says why")
    @APIResponse(responseCode = "403", description = "The ID token names no tenant its provider may let users into")
    @APIResponse(responseCode = "503", description = "The provider's keys cannot be read now")
    public Uni<Response> login(@Nullable OidcRequest request, @Context HttpServerRequest from) {
        if (request == null || request.idToken() == null) {
            throw ProblemException.invalid("idToken", "Send a JSON object with the ID token.");
        }
        return signIn.login(request.idToken(), request.device(), Clients.of(from))
                .map(tokens ->
                        Response.ok(tokens).header("Cache-Control", "no-store").build());
    }
}
