package io.mnemesh.embeddings.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.embeddings.serving.EmbeddingsConfig;
import io.mnemesh.embeddings.serving.Models;
import io.mnemesh.embeddings.serving.ServedModel;
import io.mnemesh.embeddings.token.LongText;
import io.mnemesh.embeddings.vector.InputRules;
import io.mnemesh.embeddings.vector.ModelEmbedder;
import io.mnemesh.embeddings.vector.ModelEmbedder.Asker;
import io.mnemesh.embeddings.vector.ModelEmbedder.Vectors;
import io.mnemesh.embeddings.vector.TextInput;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.work.Lane;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the paths in the shape of Text Embeddings Inference have in common: the model, the long texts, who asks. */
@ApplicationScoped
class TeiService {

    private final Models models;
    private final ModelEmbedder embedder;
    private final InputRules rules;
    private final CurrentIdentity identity;
    private final Duration timeout;

    TeiService(
            Models models,
            ModelEmbedder embedder,
            InputRules rules,
            CurrentIdentity identity,
            EmbeddingsConfig config) {
        this.models = models;
        this.embedder = embedder;
        this.rules = rules;
        this.identity = identity;
        this.timeout = config.requests().timeout();
    }

    /** The model of a request, the default one if it names none. */
    String model(@Nullable String name) {
        return models.spec(name == null ? models.defaultModel() : name).name();
    }

    /**
     * Vectors of texts or token ids.
     *
     * @throws ProblemException if the request cannot be answered
     */
    CompletableFuture<Vectors> embed(String model, @Nullable JsonNode inputs, Truncation truncation, Lane lane) {
        return embed(
                model,
                truncation,
                lane,
                served -> new InputReader("inputs", rules, served.tokenizer().vocabulary()).read(inputs));
    }

    /** Vectors of texts that have been read. */
    CompletableFuture<Vectors> embed(
            String model, Truncation truncation, Lane lane, Function<ServedModel, List<TextInput>> read) {
        return embedder.embed(model, new Asker(identity.tenant(), lane, truncation.policy(), timeout), read);
    }

    /**
     * What a request says about texts that are too long: refused unless it wants them truncated.
     *
     * @param policy what follows from it
     */
    record Truncation(LongText policy) {

        /** @throws ProblemException {@code invalid-value} for truncation on the left */
        static Truncation of(@Nullable Boolean truncate, @Nullable String direction) {
            if (direction != null && !direction.equalsIgnoreCase("right")) {
                throw ProblemException.invalid("truncation_direction", "Texts are truncated on the right.");
            }
            return new Truncation(Boolean.TRUE.equals(truncate) ? LongText.END : LongText.ERROR);
        }
    }
}
