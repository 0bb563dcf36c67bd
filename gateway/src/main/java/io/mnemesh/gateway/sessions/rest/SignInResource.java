package io.mnemesh.gateway.sessions.rest;

import io.mnemesh.gateway.sessions.LoginRequest;
import io.mnemesh.gateway.sessions.RefreshRequest;
import io.mnemesh.gateway.sessions.SessionTokens;
import io.mnemesh.gateway.sessions.Sessions;
import io.mnemesh.gateway.sessions.SignIn;
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

/** Beginning and renewing sessions over HTTP; no token is needed for either. */
@Path("/api/auth")
@Tag(name = "Access", description = "Tenants, accounts, keys, sessions and tokens")
@SecurityRequirements
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SignInResource {

    private final SignIn signIn;
    private final Sessions sessions;

    SignInResource(SignIn signIn, Sessions sessions) {
        this.signIn = signIn;
        this.sessions = sessions;
    }

    @POST
    @Path("login")
    @Operation(summary = "Sign in with name and password")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SessionTokens.class)),
            description = "An access token, and a refresh token for the next one")
    @APIResponse(responseCode = "401", description = "The name or the password is wrong, or the account is disabled")
    @APIResponse(responseCode = "429", description = "Too many failed sign-ins; see Retry-After")
    @APIResponse(responseCode = "503", description = "Failed sign-ins cannot be counted now")
    public Uni<Response> login(@Nullable LoginRequest request, @Context HttpServerRequest from) {
        if (request == null) {
            throw ProblemException.invalid("name", "Send a JSON object with name and password.");
        }
        return signIn.login(request, Clients.of(from)).map(SignInResource::answer);
    }

    @POST
    @Path("refresh")
    @Operation(summary = "Renew a session; the refresh token is good once, and using it twice ends the session")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SessionTokens.class)),
            description = "An access token, and a refresh token for the next one")
    @APIResponse(responseCode = "401", description = "The session is over, timed out or ended; reason says which")
    public Uni<Response> refresh(@Nullable RefreshRequest request, @Context HttpServerRequest from) {
        if (request == null || request.refreshToken() == null) {
            throw ProblemException.invalid("refreshToken", "Send a JSON object with the refresh token.");
        }
        return sessions.renew(request.refreshToken(), Clients.of(from)).map(SignInResource::answer);
    }

    static Response answer(SessionTokens tokens) {
        return Response.ok(tokens).header("Cache-Control", "no-store").build();
    }
}
