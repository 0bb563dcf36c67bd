package io.mnemesh.intelligence.plugin.rest;

import io.mnemesh.intelligence.plugin.Plugins;
import io.mnemesh.mesh.tenancy.Identity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The plug-ins over HTTP, for operators of the mesh. */
@Path("/api/v2/ai/plugins")
@Tag(name = "Plug-ins", description = "Detectors, predictors and recommenders of the instance that answers")
@RolesAllowed(Identity.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
public class PluginResource {

    private final Plugins plugins;

    PluginResource(Plugins plugins) {
        this.plugins = plugins;
    }

    @GET
    @Operation(operationId = "listPlugins", summary = "Which plug-ins there are, and which are left out and why")
    @APIResponse(responseCode = "200", description = "All of them, those first that the service brings along")
    @APIResponse(responseCode = "403", description = "forbidden: only operators may")
    public PluginView list() {
        return PluginView.of(plugins.status());
    }
}
