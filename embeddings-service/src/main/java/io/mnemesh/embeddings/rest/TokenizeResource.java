package io.mnemesh.embeddings.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.embeddings.serving.Lease;
import io.mnemesh.embeddings.serving.Models;
import io.mnemesh.embeddings.serving.Preparation;
import io.mnemesh.embeddings.serving.ServedModel;
import io.mnemesh.embeddings.token.TextToken;
import io.mnemesh.embeddings.vector.InputRules;
import io.mnemesh.mesh.problem.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /tokenize}: the tokens of texts, nothing cut. */
@Path("/tokenize")
@Tag(name = "Embeddings")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class TokenizeResource {

    private static final String FIELD = "inputs";

    private final VectorService service;
    private final Models models;
    private final InputRules rules;
    private final Preparation preparation;

    TokenizeResource(VectorService service, Models models, InputRules rules, Preparation preparation) {
        this.service = service;
        this.models = models;
        this.rules = rules;
        this.preparation = preparation;
    }

    /**
     * A token in the shape of Text Embeddings Inference; special ones have no place in the text.
     *
     * @param start where it begins, in characters
     * @param stop  where it ends, in characters
     */
    @RegisterForReflection
    public record Token(
            int id,
            String text,
            boolean special,
            @Nullable Integer start,
            @Nullable Integer stop) {

        static Token of(TextToken token) {
            return new Token(token.id(), token.text(), token.special(), token.start(), token.stop());
        }
    }

    @POST
    @Blocking
    @Operation(summary = "Show the tokens of texts, in the shape of Text Embeddings Inference")
    public Uni<List<List<Token>>> tokenize(@Nullable TokenizeRequest request) {
        try {
            if (request == null) {
                throw ProblemException.invalid(FIELD, "A JSON body with inputs is needed.");
            }
            Prompt.requireNone("prompt_name", request.promptName());
            List<String> texts = texts(request.inputs());
            boolean special = request.addSpecialTokens() == null || request.addSpecialTokens();
            return Uni.createFrom()
                    .completionStage(models.lend(service.model(request.model()).name())
                            .thenApplyAsync(lease -> tokens(lease, texts, special), preparation))
                    .onFailure()
                    .transform(TeiErrors::described);
        } catch (ProblemException e) {
            return Uni.createFrom().failure(TeiErrors.described(e));
        }
    }

    private static List<List<Token>> tokens(Lease<ServedModel> lease, List<String> texts, boolean special) {
        try (lease) {
            return texts.stream()
                    .map(text -> lease.model().tokenizer().explain(text, special).stream()
                            .map(Token::of)
                            .toList())
                    .toList();
        }
    }

    private List<String> texts(@Nullable JsonNode inputs) {
        if (inputs != null && inputs.isTextual()) {
            return List.of(checked(FIELD, inputs));
        }
        if (inputs == null || !inputs.isArray()) {
            throw ProblemException.invalid(FIELD, "A text or a list of texts is needed.");
        }
        rules.requireCount(FIELD, inputs.size());
        var texts = new ArrayList<String>(inputs.size());
        for (int i = 0; i < inputs.size(); i++) {
            texts.add(checked(FIELD + "[" + i + "]", inputs.get(i)));
        }
        return texts;
    }

    private String checked(String field, JsonNode text) {
        if (!text.isTextual()) {
            throw ProblemException.invalid(field, "Only texts have tokens.");
        }
        rules.text(field, text.textValue());
        return text.textValue();
    }
}
