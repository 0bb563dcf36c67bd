package io.mnemesh.gateway.health.rest;

import io.mnemesh.gateway.health.HealthCollector;
import io.mnemesh.gateway.health.MeshHealth;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Health of the whole mesh, for monitors that see only the public port. */
@Path("/health")
@Tag(name = "Operation", description = "Is it up?")
public class HealthResource {

    private static final int UNAVAILABLE = 503;

    private final HealthCollector collector;

    HealthResource(HealthCollector collector) {
        this.collector = collector;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @SecurityRequirements
    @Operation(summary = "Health of the mesh: 200 if every service is ready, 503 if one is not")
    @APIResponse(
            responseCode = "200",
            description = "Every service is ready",
            content = @Content(schema = @Schema(implementation = MeshHealth.class)))
    @APIResponse(
            responseCode = "503",
            description = "A service is not ready",
            content = @Content(schema = @Schema(implementation = MeshHealth.class)))
    public Uni<Response> health() {
        return collector
                .health()
                .map(health -> Response.status(health.whole() ? 200 : UNAVAILABLE)
                        .entity(health)
                        .header("Cache-Control", "no-store")
                        .build());
    }
}
