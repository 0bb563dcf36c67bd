package io.mnemesh.intelligence.cost.rest;

import io.mnemesh.intelligence.cost.Costs;
import io.mnemesh.intelligence.rest.PageSize;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Costs over HTTP: of services and tenants for operators of the mesh, of the own tenant for everybody in it. */
@Path("/api/v2/ai/costs")
@Tag(name = "Costs", description = "What services and tenants cost, and what would hold the objectives for less")
@Produces(MediaType.APPLICATION_JSON)
public class CostResource {

    private static final String PERIOD = "Whole hours or days up to now, from PT1H to P366D; P7D if it is left out";
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration YEAR = Duration.ofDays(366);

    private final Costs costs;
    private final CurrentIdentity identity;

    CostResource(Costs costs, CurrentIdentity identity) {
        this.costs = costs;
        this.identity = identity;
    }

    @GET
    @RolesAllowed(Identity.OPERATOR)
    @Operation(
            operationId = "getCosts",
            summary = "What each service cost, and the cheapest capacity that would have held the objective",
            description =
                    "Reserved processor and memory of the replicas there were, and storage as it is now, times the"
                            + " prices that are set.")
    @APIResponse(responseCode = "200", description = "By service; it says what is missing")
    @APIResponse(responseCode = "403", description = "forbidden: only operators may")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<CostView> services(
            @QueryParam("period") @Parameter(description = PERIOD, example = "P7D") @Nullable String period) {
        return costs.services(length(period)).map(CostView::of);
    }

    @GET
    @Path("/tenants")
    @RolesAllowed(Identity.OPERATOR)
    @Operation(
            operationId = "listTenantCosts",
            summary = "What each tenant cost, by its share of the cost units of each service")
    @APIResponse(responseCode = "200", description = "A page of tenants that asked for anything, by name")
    @APIResponse(responseCode = "403", description = "forbidden: only operators may")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<TenantCostView> tenants(
            @QueryParam("period") @Parameter(description = PERIOD, example = "P7D") @Nullable String period,
            @QueryParam("limit") @Parameter(description = "Most tenants, 1 to 100", example = "20") @Nullable
                    String limit,
            @QueryParam("cursor") @Parameter(description = "nextCursor of the page before") @Nullable String cursor) {
        int size = PageSize.of(limit);
        return costs.tenants(length(period), cursor == null ? null : TenantCursor.tenant(cursor), size + 1)
                .map(found -> TenantCostView.of(found, size));
    }

    @GET
    @Path("/own")
    @Operation(operationId = "getOwnCosts", summary = "What the caller's tenant cost")
    @APIResponse(responseCode = "200", description = "One item; none if the tenant asked for nothing")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<TenantCostView> own(
            @QueryParam("period") @Parameter(description = PERIOD, example = "P7D") @Nullable String period) {
        return costs.tenant(identity.tenant(), length(period)).map(found -> TenantCostView.of(found, 1));
    }

    private static Duration length(@Nullable String period) {
        if (period == null) {
            return WEEK;
        }
        try {
            Duration length = Duration.parse(period);
            if (length.compareTo(Duration.ofHours(1)) >= 0
                    && length.compareTo(YEAR) <= 0
                    && length.equals(Duration.ofHours(length.toHours()))) {
                return length;
            }
        } catch (DateTimeParseException | ArithmeticException e) {
            throw badPeriod();
        }
        throw badPeriod();
    }

    private static ProblemException badPeriod() {
        return ProblemException.invalid("period", "The period must be whole hours or days, from PT1H to P366D.");
    }
}
