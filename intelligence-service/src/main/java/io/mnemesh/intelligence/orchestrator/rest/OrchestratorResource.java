package io.mnemesh.intelligence.orchestrator.rest;

import io.mnemesh.intelligence.orchestrator.Insights;
import io.mnemesh.intelligence.orchestrator.Mode;
import io.mnemesh.intelligence.orchestrator.Optimization;
import io.mnemesh.intelligence.rest.PageCursor;
import io.mnemesh.intelligence.rest.PageSize;
import io.mnemesh.intelligence.sql.Position;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The orchestrator over HTTP, for operators of the mesh. */
@Path("/api/v2/ai")
@Tag(name = "Orchestrator", description = "Services of the mesh: what is to be expected, and what is done about it")
@RolesAllowed(Identity.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
public class OrchestratorResource {

    private final Insights insights;
    private final Optimization optimization;
    private final CurrentIdentity identity;

    OrchestratorResource(Insights insights, Optimization optimization, CurrentIdentity identity) {
        this.insights = insights;
        this.optimization = optimization;
        this.identity = identity;
    }

    @GET
    @Path("/insights/{service}")
    @Operation(
            operationId = "getServiceInsight",
            summary = "What a service of the mesh carries, how it may fail and when, and replicas it needs")
    @APIResponse(responseCode = "200", description = "What is known; it says what is missing")
    @APIResponse(responseCode = "403", description = "forbidden: only operators may")
    @APIResponse(responseCode = "404", description = "not-found: nothing is known of such a service")
    public Uni<InsightView> insight(@PathParam("service") @Parameter(example = "memory") String service) {
        return insights.of(service).map(InsightView::of);
    }

    @GET
    @Path("/autonomous-optimization")
    @Operation(
            operationId = "getAutonomousOptimization",
            summary = "How far the orchestrator goes, what it plans, and what it did, would have done, or was refused")
    @APIResponse(responseCode = "200", description = "With a page of actions, the latest first")
    @APIResponse(responseCode = "403", description = "forbidden: only operators may")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<OptimizationView> status(
            @QueryParam("service") @Parameter(description = "Only actions on this service") @Nullable String service,
            @QueryParam("limit") @Parameter(description = "Most actions, 1 to 100", example = "20") @Nullable
                    String limit,
            @QueryParam("cursor") @Parameter(description = "nextCursor of the page before") @Nullable String cursor) {
        int size = PageSize.of(limit);
        return page(service, cursor == null ? null : PageCursor.position(cursor), size);
    }

    @POST
    @Path("/autonomous-optimization")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "setAutonomousOptimization",
            summary = "Say whether the orchestrator looks only, tells what it would do, rehearses it, or acts",
            description = "From the next minute on, also after a restart.")
    @APIResponse(responseCode = "200", description = "With the latest actions")
    @APIResponse(responseCode = "403", description = "forbidden: only operators may")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<OptimizationView> say(@Nullable ModeBody body) {
        Mode mode = Mode.of(body == null || body.mode() == null ? "" : body.mode())
                .orElseThrow(() -> ProblemException.invalid("mode", "The mode is off, advise, dry-run or apply."));
        String by = identity.get().subject();
        return optimization.say(mode, by).chain(() -> page(null, null, PageSize.of(null)));
    }

    private Uni<OptimizationView> page(@Nullable String service, @Nullable Position after, int size) {
        return optimization.status(service, after, size + 1).map(status -> {
            var items = status.actions().stream()
                    .limit(size)
                    .map(OptimizationView.Action::of)
                    .toList();
            String next = null;
            if (status.actions().size() > size) {
                var last = status.actions().get(size - 1);
                next = PageCursor.of(new Position(last.at(), last.id()));
            }
            var said = status.said();
            return new OptimizationView(
                    status.mode().text(),
                    said == null ? null : said.by(),
                    said == null ? null : said.at(),
                    status.canAct(),
                    status.canOrder(),
                    status.services(),
                    status.plan().stream().map(OptimizationView.Plan::of).toList(),
                    new OptimizationView.Actions(items, next));
        });
    }
}
