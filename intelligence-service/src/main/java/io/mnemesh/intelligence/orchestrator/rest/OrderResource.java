package io.mnemesh.intelligence.orchestrator.rest;

import io.mnemesh.intelligence.orchestrator.Orders;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Orders of the orchestrator to the gateways over HTTP, for operators of the mesh. */
@Path("/api/v2/ai/autonomous-optimization/orders")
@Tag(name = "Orchestrator", description = "Services of the mesh: what is to be expected, and what is done about it")
@RolesAllowed(Identity.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
public class OrderResource {

    private final Orders orders;
    private final CurrentIdentity identity;

    OrderResource(Orders orders, CurrentIdentity identity) {
        this.orders = orders;
        this.identity = identity;
    }

    @GET
    @Operation(
            operationId = "getGatewayOrders",
            summary = "Instances the gateways keep away from by order, and services whose bulk load they shed",
            description = "Each order ends by itself when the orchestrator does not renew it.")
    @APIResponse(responseCode = "200", description = "All that are in force, the earliest first")
    @APIResponse(responseCode = "403", description = "forbidden: only operators may")
    @APIResponse(responseCode = "503", description = "unavailable: Redis does not answer")
    public Uni<OrderView.All> orders() {
        return orders.inForce()
                .map(all -> new OrderView.All(
                        orders.isEnabled(), all.stream().map(OrderView::of).toList()));
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "cancelGatewayOrder",
            summary = "Take an order back; the same is not ordered again for a while",
            description = "The gateways follow within a second. It is in the audit, with who did it.")
    @APIResponse(responseCode = "204", description = "It is taken back")
    @APIResponse(responseCode = "403", description = "forbidden: only operators may")
    @APIResponse(responseCode = "404", description = "not-found: no such order is in force")
    @APIResponse(responseCode = "503", description = "unavailable: Redis or the database does not answer")
    public Uni<Void> cancel(@PathParam("id") @Parameter(example = "019ac0f2-7d1c-7b4e-9a63-1f0c2d3e4b5a") String id) {
        return orders.cancel(uuid(id), identity.get().subject());
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("No such order is in force.");
        }
    }
}
