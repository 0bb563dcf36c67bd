package io.mnemesh.gateway.accounts.rest;

import io.mnemesh.gateway.accounts.Account;
import io.mnemesh.gateway.accounts.AccountAdministration;
import io.mnemesh.gateway.accounts.AccountChange;
import io.mnemesh.gateway.accounts.AccountKind;
import io.mnemesh.gateway.accounts.AccountPage;
import io.mnemesh.gateway.accounts.AccountRequest;
import io.mnemesh.gateway.paging.PageRequest;
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

/** Service accounts over HTTP. */
@Path("/api/admin/service-accounts")
@Tag(name = "Access", description = "Tenants, accounts, keys, sessions and tokens")
@RolesAllowed(Identity.ADMIN)
@Produces(MediaType.APPLICATION_JSON)
public class ServiceAccountResource {

    private final AccountAdministration administration;
    private final CurrentIdentity caller;

    ServiceAccountResource(AccountAdministration administration, CurrentIdentity caller) {
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
    @Operation(summary = "Make a service account, whose keys may do no more than it")
    public Uni<Response> create(@Nullable AccountRequest request) {
        if (request == null) {
            throw ProblemException.invalid("name", "Send a JSON object with at least a name.");
        }
        return administration
                .createService(caller.get(), request)
                .map(made -> Response.created(URI.create("/api/admin/service-accounts/" + made.name()))
                        .entity(made)
                        .build());
    }

    @GET
    @Operation(summary = "List service accounts by name")
    public Uni<AccountPage> list(
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return administration.list(
                caller.get(), AccountKind.SERVICE, TenantParameter.read(tenant), PageRequest.of(cursor, limit));
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Show a service account")
    public Uni<Account> find(@PathParam("name") String name, @QueryParam("tenant") @Nullable String tenant) {
        return administration.find(caller.get(), AccountKind.SERVICE, TenantParameter.read(tenant), name);
    }

    @PATCH
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Change a service account; fewer rights hold within a second, also for tokens it has")
    public Uni<Account> change(
            @PathParam("name") String name,
            @QueryParam("tenant") @Nullable String tenant,
            @Nullable AccountChange change) {
        if (change == null) {
            throw ProblemException.invalid("roles", "Send a JSON object with roles, description or disabled.");
        }
        return administration.change(caller.get(), AccountKind.SERVICE, TenantParameter.read(tenant), name, change);
    }

    @DELETE
    @Path("{name}")
    @APIResponse(responseCode = "204", description = "Removed")
    @Operation(summary = "Remove a service account with its keys and their tokens")
    public Uni<Response> remove(@PathParam("name") String name, @QueryParam("tenant") @Nullable String tenant) {
        return administration
                .remove(caller.get(), AccountKind.SERVICE, TenantParameter.read(tenant), name)
                .map(ignored -> Response.noContent().build());
    }
}
