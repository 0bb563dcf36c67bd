package io.mnemesh.embeddings.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.embeddings.model.ModelSpec;
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
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.Lane;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the paths that need vectors have in common: the model, who asks, and how the texts are read. */
@ApplicationScoped
class VectorService {

    private final Models models;
    private final ModelEmbedder embedder;
    private final InputRules rules;
    private final CurrentIdentity identity;
    private final Duration timeout;
    private final LongText longText;

    VectorService(
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
        this.longText = config.longText();
    }

    /**
     * The model of a request, the default one if it names none.
     *
     * @throws ProblemException as {@link Models#spec}
     */
    ModelSpec model(@Nullable String name) {
        return models.spec(name == null ? models.defaultModel() : name);
    }

    /** The tenant that asks; to be called before the request leaves the thread it came on. */
    TenantId tenant() {
        return identity.tenant();
    }

    /** What happens to long texts if the request does not say. */
    LongText usualLongText() {
        return longText;
    }

    Asker asker(TenantId tenant, Lane lane, LongText policy) {
        return new Asker(tenant, lane, policy, timeout);
    }

    /** @param asPooled whether vectors are left as long as they are pooled */
    Asker asker(TenantId tenant, Lane lane, LongText policy, boolean asPooled) {
        return new Asker(tenant, lane, policy, timeout, asPooled);
    }

    /**
     * Vectors of texts or token ids.
     *
     * @param field  the member of the request that holds them
     * @param inputs its value
     */
    CompletableFuture<Vectors> embed(ModelSpec model, Asker asker, String field, @Nullable JsonNode inputs) {
        return embed(
                model,
                asker,
                served -> new InputReader(field, rules, served.tokenizer().vocabulary()).read(inputs));
    }

    /** Vectors of texts that have been read. */
    CompletableFuture<Vectors> embed(ModelSpec model, Asker asker, Function<ServedModel, List<TextInput>> read) {
        return embedder.embed(model.name(), asker, read);
    }
}
