package io.mnemesh.gateway.signing.rest;

import io.mnemesh.gateway.signing.SigningKeys;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The public keys of the mesh's tokens. */
@Path("/.well-known/jwks.json")
@Tag(name = "Access", description = "Tenants, accounts, keys, sessions and tokens")
public class JwksResource {

    private final SigningKeys keys;

    JwksResource(SigningKeys keys) {
        this.keys = keys;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @SecurityRequirements
    @APIResponse(
            responseCode = "200",
            description = "A JSON Web Key Set",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @Operation(summary = "Public keys of the tokens (RFC 7517)")
    public Uni<Response> keys() {
        return keys.jwks()
                .map(set -> Response.ok(set)
                        .header("Cache-Control", "public, max-age=60")
                        .build());
    }
}
