package io.mnemesh.gateway.quotas.rest;

import io.mnemesh.gateway.paging.PageRequest;
import io.mnemesh.gateway.quotas.Plan;
import io.mnemesh.gateway.quotas.PlanAdministration;
import io.mnemesh.gateway.quotas.PlanList;
import io.mnemesh.gateway.quotas.PlanRequest;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Plans over HTTP, for operators. */
@Path("/api/admin/plans")
@Tag(name = "Quotas", description = "Plans and usage of tenants")
@RolesAllowed(Identity.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
public class PlanResource {

    private final PlanAdministration administration;
    private final CurrentIdentity caller;

    PlanResource(PlanAdministration administration, CurrentIdentity caller) {
        this.administration = administration;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "List plans by name")
    public Uni<PlanList> list(
            @QueryParam("limit") @DefaultValue("100") int limit, @QueryParam("cursor") @Nullable String cursor) {
        return administration.list(PageRequest.of(cursor, limit));
    }

    @PUT
    @APIResponse(
            responseCode = "200",
            description = "The plan as it is now",
            content = @Content(schema = @Schema(implementation = Plan.class)))
    @APIResponse(responseCode = "409", description = "The plan that limits nothing is not changed")
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make or change a plan; it holds at every gateway within seconds")
    public Uni<Plan> put(@PathParam("name") String name, @Nullable PlanRequest request) {
        if (request == null) {
            throw ProblemException.invalid("unitsPerSecond", "Send a JSON object with the limits of the plan.");
        }
        return administration.put(caller.get(), name, request);
    }

    @DELETE
    @Path("{name}")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(responseCode = "409", description = "The plan that limits nothing is not removed")
    @Operation(summary = "Remove a plan that no tenant is on")
    public Uni<Response> remove(@PathParam("name") String name) {
        return administration
                .remove(caller.get(), name)
                .map(ignored -> Response.noContent().build());
    }
}
