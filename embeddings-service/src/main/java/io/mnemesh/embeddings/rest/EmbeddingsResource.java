package io.mnemesh.embeddings.rest;

import io.mnemesh.embeddings.model.ModelSpec;
import io.mnemesh.embeddings.token.LongText;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.Lane;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/embeddings}. */
@Path("/v1/embeddings")
@Tag(name = "Embeddings")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class EmbeddingsResource {

    private final VectorService service;
    private final RequestReader reader;

    EmbeddingsResource(VectorService service, RequestReader reader) {
        this.service = service;
        this.reader = reader;
    }

    @POST
    @NonBlocking
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = EmbeddingsRequest.class)))
    @Operation(
            summary = "Embed texts",
            description =
                    "OpenAI's embeddings API. What happens to a text that is longer than the model reads is chosen by"
                            + " long_text; the answer lists such texts as long_texts.")
    @APIResponse(
            responseCode = "200",
            description = "Vectors in the order of the texts, and how many tokens were read",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    public Uni<Response> embed(
            byte[] body, @HeaderParam(LaneHeader.NAME) @Nullable String lane, @Context RoutingContext connection) {
        TenantId tenant = service.tenant();
        return reader.read(
                        body,
                        EmbeddingsRequest.class,
                        request -> answer(request, tenant, LaneHeader.read(lane), connection))
                .onFailure()
                .transform(OpenAiErrors::described);
    }

    private Uni<Response> answer(
            @Nullable EmbeddingsRequest request, TenantId tenant, Lane lane, RoutingContext connection) {
        if (request == null) {
            throw ProblemException.invalid("input", "A JSON body with an input is needed.");
        }
        ModelSpec model = service.model(request.model());
        LongText policy = LongText.of("long_text", request.longText(), service.usualLongText());
        var reply = new EmbeddingsReply(
                model.name(),
                Shortening.of(model.dimensions(), request.dimensions()),
                VectorFormat.of(request.encodingFormat()),
                policy);
        var vectors = service.embed(model, service.asker(tenant, lane, policy), "input", request.input());
        return Answers.of(vectors, connection, found -> reply.encode(found.texts()));
    }
}
