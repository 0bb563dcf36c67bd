package io.mnemesh.gateway.access.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.gateway.access.Access;
import io.mnemesh.gateway.access.ApiKeySecret;
import io.mnemesh.gateway.access.TokenAnswer;
import io.mnemesh.gateway.access.TokenRequest;
import io.mnemesh.mesh.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The way in: an API key for a short-lived token. */
@Path("/api/auth/token")
@Tag(name = "Access", description = "Tenants, accounts, keys, sessions and tokens")
@Produces(MediaType.APPLICATION_JSON)
public class TokenResource {

    private final Access access;
    private final ObjectMapper mapper;

    TokenResource(Access access, ObjectMapper mapper) {
        this.access = access;
        this.mapper = mapper;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @SecurityRequirements
    @Operation(summary = "Exchange an API key, in the body or in X-API-Key, for an access token")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = TokenAnswer.class)),
            description = "A token for the header Authorization: Bearer")
    @APIResponse(responseCode = "401", description = "The key is not valid")
    @APIResponse(responseCode = "429", description = "Too many wrong keys; see Retry-After")
    public Uni<Response> token(
            @HeaderParam("X-API-Key") @Nullable String header,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = TokenRequest.class)))
                    @Nullable
                    String body,
            @Context HttpServerRequest request)
            throws JsonProcessingException {
        TokenRequest sent =
                header != null || body == null || body.isBlank() ? null : mapper.readValue(body, TokenRequest.class);
        String key = sent == null ? header : sent.apiKey();
        if (key == null || key.isBlank()) {
            throw ProblemException.invalid("apiKey", "Send the API key as member apiKey or in the header X-API-Key.");
        }
        return access.exchange(
                        new ApiKeySecret(key.strip()), request.remoteAddress().hostAddress())
                .map(answer ->
                        Response.ok(answer).header("Cache-Control", "no-store").build());
    }
}
