package io.mnemesh.gateway.ecosystem.rest;

import io.mnemesh.gateway.ecosystem.Ecosystem;
import io.mnemesh.gateway.ecosystem.EcosystemCollector;
import io.mnemesh.gateway.ecosystem.Performance;
import io.mnemesh.gateway.ecosystem.PerformanceReport;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The state of the mesh under the paths that dashboards ask for it; one schema for all of them. */
@Path("/")
@Tag(name = "Operation", description = "Is it up?")
@Produces(MediaType.APPLICATION_JSON)
public class EcosystemResource {

    private static final Set<String> AI = Set.of("embeddings", "intelligence");
    private static final int UNAVAILABLE = 503;

    private final EcosystemCollector collector;
    private final PerformanceReport performance;
    private final CurrentIdentity caller;

    EcosystemResource(EcosystemCollector collector, PerformanceReport performance, CurrentIdentity caller) {
        this.collector = collector;
        this.performance = performance;
        this.caller = caller;
    }

    @GET
    @Path("api/v2/ecosystem/status")
    @Operation(summary = "The mesh now: services, and for operators figures of services, event log and traffic")
    public Uni<Ecosystem> status() {
        return shown();
    }

    @GET
    @Path("ai-ecosystem/status")
    @Operation(summary = "As the state of the mesh, with the services that compute only")
    public Uni<Ecosystem> ai() {
        return shown().map(state -> state.of(AI::contains));
    }

    @GET
    @Path("api/real-services/health")
    @Operation(summary = "Which services are ready: 200 if all are, 503 if one is not")
    @APIResponse(
            responseCode = "200",
            description = "Every service is ready",
            content = @Content(schema = @Schema(implementation = Ecosystem.class)))
    @APIResponse(
            responseCode = "503",
            description = "A service is not ready",
            content = @Content(schema = @Schema(implementation = Ecosystem.class)))
    public Uni<Response> health() {
        return collector
                .state()
                .map(state -> Response.status(state.whole() ? 200 : UNAVAILABLE)
                        .entity(state.plain())
                        .header("Cache-Control", "no-store")
                        .build());
    }

    @GET
    @Path("api/real-services/metrics")
    @RolesAllowed(Identity.OPERATOR)
    @Operation(summary = "The mesh now with all figures")
    public Uni<Ecosystem> metrics() {
        return collector.state();
    }

    @GET
    @Path("api/v2/analytics/performance")
    @RolesAllowed(Identity.OPERATOR)
    @Operation(summary = "How fast every service answers, and how much of its limits is used")
    public Uni<Performance> performance() {
        return performance.report();
    }

    private Uni<Ecosystem> shown() {
        boolean operator = caller.get().roles().contains(Identity.OPERATOR);
        return collector.state().map(state -> operator ? state : state.plain());
    }
}
