package io.mnemesh.gateway.quotas.rest;

import io.mnemesh.gateway.quotas.Plan;
import io.mnemesh.gateway.quotas.PlanAdministration;
import io.mnemesh.gateway.quotas.PlanChoice;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The plan of a tenant over HTTP, for operators. */
@Path("/api/admin/tenants/{tenant}/plan")
@Tag(name = "Quotas", description = "Plans and usage of tenants")
@RolesAllowed(Identity.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
public class TenantPlanResource {

    private final PlanAdministration administration;
    private final CurrentIdentity caller;

    TenantPlanResource(PlanAdministration administration, CurrentIdentity caller) {
        this.administration = administration;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "The plan a tenant is on")
    public Uni<Plan> of(@PathParam("tenant") String tenant) {
        return administration.of(tenant(tenant));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Put a tenant on a plan")
    public Uni<Plan> choose(@PathParam("tenant") String tenant, @Nullable PlanChoice choice) {
        if (choice == null) {
            throw ProblemException.invalid("plan", "Send a JSON object with the name of a plan.");
        }
        return administration.choose(caller.get(), tenant(tenant), choice);
    }

    private static TenantId tenant(String name) {
        try {
            return new TenantId(name);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("There is no such tenant.");
        }
    }
}
