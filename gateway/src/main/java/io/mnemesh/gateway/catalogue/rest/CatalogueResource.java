package io.mnemesh.gateway.catalogue.rest;

import io.mnemesh.gateway.catalogue.Catalogue;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The merged API description. */
@Path("/openapi")
@Tag(name = "Operation", description = "Is it up?")
public class CatalogueResource {

    private final Catalogue catalogue;

    CatalogueResource(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @SecurityRequirements
    @APIResponse(
            responseCode = "200",
            description = "The description",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @Operation(summary = "This description: OpenAPI 3.1 of every service behind the gateway")
    public Uni<String> document() {
        return catalogue.document();
    }
}
