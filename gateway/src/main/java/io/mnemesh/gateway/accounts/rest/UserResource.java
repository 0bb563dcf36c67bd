package io.mnemesh.gateway.accounts.rest;

import io.mnemesh.gateway.accounts.Account;
import io.mnemesh.gateway.accounts.AccountAdministration;
import io.mnemesh.gateway.accounts.AccountChange;
import io.mnemesh.gateway.accounts.AccountKind;
import io.mnemesh.gateway.accounts.AccountPage;
import io.mnemesh.gateway.accounts.NewPassword;
import io.mnemesh.gateway.accounts.UserAdministration;
import io.mnemesh.gateway.accounts.UserRequest;
import io.mnemesh.gateway.paging.PageRequest;
import io.mnemesh.gateway.sessions.PasswordChange;
import io.mnemesh.gateway.sessions.SessionAdministration;
import io.mnemesh.gateway.sessions.SessionPage;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Users over HTTP. */
@Path("/api/admin/users")
@Tag(name = "Access", description = "Tenants, accounts, keys, sessions and tokens")
@RolesAllowed(Identity.ADMIN)
@Produces(MediaType.APPLICATION_JSON)
public class UserResource {

    private final AccountAdministration administration;
    private final UserAdministration users;
    private final PasswordChange passwords;
    private final SessionAdministration sessions;
    private final CurrentIdentity caller;

    UserResource(
            AccountAdministration administration,
            UserAdministration users,
            PasswordChange passwords,
            SessionAdministration sessions,
            CurrentIdentity caller) {
        this.users = users;
        this.passwords = passwords;
        this.sessions = sessions;
        this.administration = administration;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = Account.class)))
    @APIResponse(responseCode = "409", description = "conflict: there is an account of this name")
    @Operation(summary = "Make a user, who signs in with a password or through an identity provider")
    public Uni<Response> create(@Nullable UserRequest request) {
        if (request == null) {
            throw ProblemException.invalid("name", "Send a JSON object with at least a name.");
        }
        return users.create(caller.get(), request)
                .map(made -> Response.created(URI.create("/api/admin/users/" + made.name()))
                        .entity(made)
                        .build());
    }

    @GET
    @Operation(summary = "List users by name")
    public Uni<AccountPage> list(
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return administration.list(
                caller.get(), AccountKind.USER, TenantParameter.read(tenant), PageRequest.of(cursor, limit));
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Show a user")
    public Uni<Account> find(@PathParam("name") String name, @QueryParam("tenant") @Nullable String tenant) {
        return administration.find(caller.get(), AccountKind.USER, TenantParameter.read(tenant), name);
    }

    @PATCH
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Change a user; fewer rights hold within a second, also for tokens it has")
    public Uni<Account> change(
            @PathParam("name") String name,
            @QueryParam("tenant") @Nullable String tenant,
            @Nullable AccountChange change) {
        if (change == null) {
            throw ProblemException.invalid("roles", "Send a JSON object with roles, description or disabled.");
        }
        return administration.change(caller.get(), AccountKind.USER, TenantParameter.read(tenant), name, change);
    }

    @PUT
    @Path("{name}/password")
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(responseCode = "204", description = "Set")
    @Operation(summary = "Set a user's password; all sessions end within a second")
    public Uni<Response> setPassword(
            @PathParam("name") String name,
            @QueryParam("tenant") @Nullable String tenant,
            @Nullable NewPassword wanted) {
        if (wanted == null) {
            throw ProblemException.invalid("password", "Send a JSON object with a password.");
        }
        return passwords
                .byAdmin(caller.get(), TenantParameter.read(tenant), name, wanted)
                .map(ignored -> Response.noContent().build());
    }

    @DELETE
    @Path("{name}")
    @APIResponse(responseCode = "204", description = "Removed")
    @Operation(summary = "Remove a user and end all sessions")
    public Uni<Response> remove(@PathParam("name") String name, @QueryParam("tenant") @Nullable String tenant) {
        return administration
                .remove(caller.get(), AccountKind.USER, TenantParameter.read(tenant), name)
                .map(ignored -> Response.noContent().build());
    }

    @GET
    @Path("{name}/sessions")
    @Operation(summary = "The devices a user is signed in on")
    public Uni<SessionPage> sessions(
            @PathParam("name") String name,
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return sessions.listOf(caller.get(), TenantParameter.read(tenant), name, PageRequest.of(cursor, limit));
    }

    @DELETE
    @Path("{name}/sessions")
    @APIResponse(responseCode = "204", description = "Ended")
    @Operation(summary = "Log a user out everywhere, within a second")
    public Uni<Response> endSessions(@PathParam("name") String name, @QueryParam("tenant") @Nullable String tenant) {
        return sessions.endAllOf(caller.get(), TenantParameter.read(tenant), name)
                .map(ignored -> Response.noContent().build());
    }
}
