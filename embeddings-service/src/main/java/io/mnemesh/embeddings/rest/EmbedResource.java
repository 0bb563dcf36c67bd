package io.mnemesh.embeddings.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mnemesh.embeddings.model.ModelSpec;
import io.mnemesh.embeddings.token.LongText;
import io.mnemesh.embeddings.vector.TextVector;
import io.mnemesh.mesh.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /embed}. Requests are read on worker threads: parsing and digests take processor time. */
@Path("/embed")
@Tag(name = "Embeddings")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class EmbedResource {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int BYTES_PER_DIMENSION = 12;

    private final VectorService service;

    EmbedResource(VectorService service) {
        this.service = service;
    }

    @POST
    @Blocking
    @Operation(
            summary = "Embed texts, in the shape of Text Embeddings Inference",
            description =
                    "The answer is a list of vectors, of length one unless normalize is false. A text that is too long"
                            + " is refused unless truncate is true.")
    @APIResponse(
            responseCode = "200",
            description = "A vector per text",
            content = @Content(schema = @Schema(implementation = float[][].class)))
    public Uni<Response> embed(
            @Nullable EmbedRequest request,
            @HeaderParam(LaneHeader.NAME) @Nullable String lane,
            @Context RoutingContext connection) {
        try {
            if (request == null) {
                throw ProblemException.invalid("inputs", "A JSON body with inputs is needed.");
            }
            Prompt.requireNone("prompt_name", request.promptName());
            ModelSpec model = service.model(request.model());
            boolean asPooled = Boolean.FALSE.equals(request.normalize());
            Shortening shortening = shortening(model, request, asPooled);
            LongText policy = Truncation.policy(request.truncate(), request.truncationDirection());
            var asker = service.asker(service.tenant(), LaneHeader.read(lane), policy, asPooled);
            var vectors = service.embed(model, asker, "inputs", request.inputs());
            return Answers.of(vectors, connection, found -> encode(found.texts(), shortening))
                    .onFailure()
                    .transform(TeiErrors::described);
        } catch (ProblemException e) {
            return Uni.createFrom().failure(TeiErrors.described(e));
        }
    }

    private static Shortening shortening(ModelSpec spec, EmbedRequest request, boolean asPooled) {
        Shortening shortening = Shortening.of(spec.dimensions(), request.dimensions());
        if (asPooled) {
            return shortening.asPooled();
        }
        return spec.normalized() ? shortening : shortening.normalizing();
    }

    private static byte[] encode(List<TextVector> texts, Shortening shortening) {
        var bytes = new ByteArrayOutputStream(16 + texts.size() * shortening.to() * BYTES_PER_DIMENSION);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartArray();
            for (TextVector text : texts) {
                VectorFormat.FLOAT.write(json, shortening.apply(text.vector()));
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
