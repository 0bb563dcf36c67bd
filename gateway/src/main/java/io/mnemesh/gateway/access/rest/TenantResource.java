package io.mnemesh.gateway.access.rest;

import io.mnemesh.gateway.access.Tenant;
import io.mnemesh.gateway.access.TenantAdministration;
import io.mnemesh.gateway.access.TenantList;
import io.mnemesh.gateway.access.TenantRequest;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Tenants over HTTP, for operators. */
@Path("/api/admin/tenants")
@Tag(name = "Access", description = "Tenants, accounts, keys, sessions and tokens")
@RolesAllowed(Identity.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
public class TenantResource {

    private final TenantAdministration administration;
    private final CurrentIdentity caller;

    TenantResource(TenantAdministration administration, CurrentIdentity caller) {
        this.administration = administration;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = Tenant.class)))
    @APIResponse(responseCode = "409", description = "conflict: there is a tenant of this name")
    @Operation(summary = "Make a tenant")
    public Uni<Response> create(@Nullable TenantRequest request) {
        TenantId name = request == null ? null : request.name();
        if (name == null) {
            throw ProblemException.invalid("name", "Send a JSON object with the tenant's name.");
        }
        return administration
                .create(caller.get(), name)
                .map(tenant -> Response.created(URI.create("/api/admin/tenants/" + name))
                        .entity(tenant)
                        .build());
    }

    @GET
    @Operation(summary = "List the tenants")
    public Uni<TenantList> list() {
        return administration.list().map(TenantList::new);
    }

    @DELETE
    @Path("{name}")
    @APIResponse(responseCode = "204", description = "Removed")
    @Operation(summary = "Take away a tenant's accounts and keys; what it stored stays")
    public Uni<Response> remove(@PathParam("name") String name) {
        return administration
                .remove(caller.get(), tenant(name))
                .map(ignored -> Response.noContent().build());
    }

    private static TenantId tenant(String name) {
        try {
            return new TenantId(name);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("There is no such tenant.");
        }
    }
}
