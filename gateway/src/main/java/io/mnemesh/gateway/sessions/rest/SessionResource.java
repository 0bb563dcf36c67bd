package io.mnemesh.gateway.sessions.rest;

import io.mnemesh.gateway.paging.PageRequest;
import io.mnemesh.gateway.sessions.LogoutRequest;
import io.mnemesh.gateway.sessions.PasswordChange;
import io.mnemesh.gateway.sessions.PasswordRequest;
import io.mnemesh.gateway.sessions.SessionAdministration;
import io.mnemesh.gateway.sessions.SessionPage;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A user's own sessions and password over HTTP. */
@Path("/api/auth")
@Tag(name = "Access", description = "Tenants, accounts, keys, sessions and tokens")
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {

    private final SessionAdministration sessions;
    private final PasswordChange passwords;
    private final CurrentIdentity caller;

    SessionResource(SessionAdministration sessions, PasswordChange passwords, CurrentIdentity caller) {
        this.sessions = sessions;
        this.passwords = passwords;
        this.caller = caller;
    }

    @GET
    @Path("sessions")
    @Operation(summary = "The devices the caller is signed in on")
    public Uni<SessionPage> list(
            @QueryParam("limit") @DefaultValue("100") int limit, @QueryParam("cursor") @Nullable String cursor) {
        return sessions.list(caller.get(), caller.grant(), PageRequest.of(cursor, limit));
    }

    @DELETE
    @Path("sessions/{id}")
    @APIResponse(responseCode = "204", description = "Ended")
    @Operation(summary = "Log out on one device")
    public Uni<Response> end(@PathParam("id") String id) {
        return sessions.end(caller.get(), id(id))
                .map(ignored -> Response.noContent().build());
    }

    @POST
    @Path("logout")
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(responseCode = "204", description = "Logged out")
    @Operation(summary = "Log out here, or everywhere")
    public Uni<Response> logout(@Nullable LogoutRequest request) {
        boolean everywhere = request != null && Objects.equals(request.everywhere(), true);
        Uni<Void> done =
                everywhere ? sessions.logoutEverywhere(caller.get()) : sessions.logout(caller.get(), caller.grant());
        return done.map(ignored -> Response.noContent().build());
    }

    @PUT
    @Path("password")
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(responseCode = "204", description = "Changed")
    @Operation(summary = "Change the caller's password; all sessions end")
    public Uni<Response> changePassword(@Nullable PasswordRequest request, @Context HttpServerRequest from) {
        if (request == null) {
            throw ProblemException.invalid("password", "Send a JSON object with current and password.");
        }
        return passwords
                .byUser(caller.get(), request, Clients.of(from))
                .map(ignored -> Response.noContent().build());
    }

    private static UUID id(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("There is no such session, or it has ended.");
        }
    }
}
