package io.mnemesh.embeddings.rest;

import io.mnemesh.embeddings.token.LongText;
import io.mnemesh.embeddings.vector.InputRules;
import io.mnemesh.embeddings.vector.TextInput;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /similarity}: the cosines between a text and others. */
@Path("/similarity")
@Tag(name = "Embeddings")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SimilarityResource {

    private static final String SOURCE = "inputs.source_sentence";
    private static final String SENTENCES = "inputs.sentences";

    private final VectorService service;
    private final InputRules rules;

    SimilarityResource(VectorService service, InputRules rules) {
        this.service = service;
        this.rules = rules;
    }

    @POST
    @Blocking
    @Operation(
            summary = "Compare a text with others, in the shape of Text Embeddings Inference",
            description = "The answer is a list of cosines, one per sentence.")
    @APIResponse(
            responseCode = "200",
            description = "A cosine per sentence",
            content = @Content(schema = @Schema(implementation = float[].class)))
    public Uni<Response> compare(
            @Nullable SimilarityRequest request,
            @HeaderParam(LaneHeader.NAME) @Nullable String lane,
            @Context RoutingContext connection) {
        try {
            if (request == null || request.inputs() == null) {
                throw ProblemException.invalid("inputs", "A source sentence and sentences are needed.");
            }
            List<TextInput> texts = texts(request.inputs());
            LongText policy = policy(request.parameters());
            var asker = service.asker(service.tenant(), LaneHeader.read(lane), policy);
            var vectors = service.embed(service.model(request.model()), asker, model -> texts);
            return Answers.of(vectors, connection, found -> encode(found.texts()))
                    .onFailure()
                    .transform(TeiErrors::described);
        } catch (ProblemException e) {
            return Uni.createFrom().failure(TeiErrors.described(e));
        }
    }

    private static LongText policy(SimilarityRequest.@Nullable Parameters parameters) {
        if (parameters == null) {
            return Truncation.policy(null, null);
        }
        Prompt.requireNone("parameters.prompt_name", parameters.promptName());
        return Truncation.policy(parameters.truncate(), parameters.truncationDirection());
    }

    private List<TextInput> texts(SimilarityRequest.Texts inputs) {
        String source = inputs.source();
        List<@Nullable String> sentences = inputs.sentences();
        if (source == null) {
            throw ProblemException.invalid(SOURCE, "A source sentence is needed.");
        }
        if (sentences == null || sentences.isEmpty()) {
            throw ProblemException.invalid(SENTENCES, "There is no sentence to compare with.");
        }
        rules.requireCount(SENTENCES, sentences.size() + 1);
        var texts = new ArrayList<TextInput>(sentences.size() + 1);
        texts.add(rules.text(SOURCE, source));
        for (int i = 0; i < sentences.size(); i++) {
            String sentence = sentences.get(i);
            String field = SENTENCES + "[" + i + "]";
            if (sentence == null) {
                throw ProblemException.invalid(field, "A sentence is a text.");
            }
            texts.add(rules.text(field, sentence));
        }
        return texts;
    }

    private static byte[] encode(List<TextVector> texts) {
        float[] source = texts.getFirst().vector();
        return texts.stream()
                .skip(1)
                .map(text -> Float.toString(cosine(source, text.vector())))
                .collect(Collectors.joining(",", "[", "]"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static float cosine(float[] a, float[] b) {
        double product = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int d = 0; d < a.length; d++) {
            product += (double) a[d] * b[d];
            squaresA += (double) a[d] * a[d];
            squaresB += (double) b[d] * b[d];
        }
        return squaresA == 0 || squaresB == 0 ? 0 : (float) (product / Math.sqrt(squaresA * squaresB));
    }
}
