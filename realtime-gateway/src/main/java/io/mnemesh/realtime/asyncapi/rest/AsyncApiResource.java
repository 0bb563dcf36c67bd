package io.mnemesh.realtime.asyncapi.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The AsyncAPI description, as it is in {@code docs}. */
@Path("/asyncapi")
@Tag(name = "Description")
public class AsyncApiResource {

    private static final String DOCUMENT = "asyncapi.yaml";

    private final byte[] document;

    AsyncApiResource() throws IOException {
        try (InputStream in = AsyncApiResource.class.getResourceAsStream(DOCUMENT)) {
            document = Objects.requireNonNull(in, DOCUMENT).readAllBytes();
        }
    }

    /** Event types, channels and frames, in AsyncAPI 3.0. Needs no token. */
    @GET
    @Produces("application/yaml")
    @APIResponse(
            responseCode = "200",
            description = "The description",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @Operation(summary = "Event types, channels and frames of the WebSocket, in AsyncAPI 3.0")
    public byte[] description() {
        return document;
    }
}
