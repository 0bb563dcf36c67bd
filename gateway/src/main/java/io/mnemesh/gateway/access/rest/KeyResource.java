package io.mnemesh.gateway.access.rest;

import io.mnemesh.gateway.access.CreatedKey;
import io.mnemesh.gateway.access.KeyAdministration;
import io.mnemesh.gateway.access.KeyList;
import io.mnemesh.gateway.access.KeyRequest;
import io.mnemesh.gateway.accounts.rest.TenantParameter;
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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** API keys over HTTP. */
@Path("/api/admin/keys")
@Tag(name = "Access", description = "Tenants, accounts, keys, sessions and tokens")
@RolesAllowed(Identity.ADMIN)
@Produces(MediaType.APPLICATION_JSON)
public class KeyResource {

    private final KeyAdministration administration;
    private final CurrentIdentity caller;

    KeyResource(KeyAdministration administration, CurrentIdentity caller) {
        this.administration = administration;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(
            responseCode = "201",
            description = "Made, with its secret",
            content = @Content(schema = @Schema(implementation = CreatedKey.class)))
    @Operation(summary = "Make an API key; its secret is shown once")
    public Uni<Response> create(@Nullable KeyRequest request) {
        if (request == null) {
            throw ProblemException.invalid("subject", "Send a JSON object with at least a subject.");
        }
        return administration
                .create(caller.get(), request)
                .map(key -> Response.created(URI.create("/api/admin/keys/" + key.id()))
                        .entity(key)
                        .header("Cache-Control", "no-store")
                        .build());
    }

    @GET
    @Operation(summary = "List API keys, without their secrets")
    public Uni<KeyList> list(
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("subject") @Nullable String subject,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return administration.list(caller.get(), TenantParameter.read(tenant), subject, PageRequest.of(cursor, limit));
    }

    @DELETE
    @Path("{id}")
    @APIResponse(responseCode = "204", description = "Revoked")
    @Operation(summary = "Revoke an API key; tokens made from it are refused within a second")
    public Uni<Response> revoke(@PathParam("id") String id) {
        return administration
                .revoke(caller.get(), keyId(id))
                .map(ignored -> Response.noContent().build());
    }

    private static UUID keyId(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("There is no such key.");
        }
    }
}
