package io.mnemesh.embeddings.rest;

import io.mnemesh.embeddings.serving.EmbeddingsConfig;
import io.mnemesh.embeddings.serving.Models;
import io.mnemesh.embeddings.token.LongText;
import io.mnemesh.embeddings.vector.InputRules;
import io.mnemesh.embeddings.vector.ModelEmbedder;
import io.mnemesh.embeddings.vector.ModelEmbedder.Asker;
import io.mnemesh.embeddings.vector.ModelEmbedder.Vectors;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
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
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/embeddings}. */
@Path("/v1/embeddings")
@Tag(name = "Embeddings")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class EmbeddingsResource {

    private final Models models;
    private final ModelEmbedder embedder;
    private final InputRules rules;
    private final RequestReader reader;
    private final CurrentIdentity identity;
    private final Duration timeout;
    private final LongText longText;

    EmbeddingsResource(
            Models models,
            ModelEmbedder embedder,
            InputRules rules,
            RequestReader reader,
            CurrentIdentity identity,
            EmbeddingsConfig config) {
        this.models = models;
        this.embedder = embedder;
        this.rules = rules;
        this.reader = reader;
        this.identity = identity;
        this.timeout = config.requests().timeout();
        this.longText = config.longText();
    }

    @POST
    @NonBlocking
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = EmbeddingsRequest.class)))
    @Operation(
            summary = "Embed texts",
            description =
                    "OpenAI's embeddings API. What happens to a text that is longer than the model reads is chosen by"
                            + " long_text; the answer lists such texts as long_texts.")
    public Uni<Response> embed(
            byte[] body, @HeaderParam(LaneHeader.NAME) @Nullable String lane, @Context RoutingContext connection) {
        TenantId tenant = identity.tenant();
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
        String name = request.model() == null ? models.defaultModel() : request.model();
        var spec = models.spec(name);
        LongText policy = LongText.of("long_text", request.longText(), longText);
        var reply = new EmbeddingsReply(
                name,
                Shortening.of(spec.dimensions(), request.dimensions()),
                VectorFormat.of(request.encodingFormat()),
                policy);
        CompletableFuture<Vectors> vectors = embedder.embed(
                name,
                new Asker(tenant, lane, policy, timeout),
                model -> new InputReader("input", rules, model.tokenizer().vocabulary()).read(request.input()));
        return Answers.of(vectors, connection, found -> reply.encode(found.texts()));
    }
}
