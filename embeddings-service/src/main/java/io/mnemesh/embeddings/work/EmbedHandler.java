package io.mnemesh.embeddings.work;

import io.mnemesh.embeddings.serving.Models;
import io.mnemesh.embeddings.serving.Outcomes;
import io.mnemesh.embeddings.serving.Preparation;
import io.mnemesh.embeddings.token.LongText;
import io.mnemesh.embeddings.vector.InputRules;
import io.mnemesh.embeddings.vector.ModelEmbedder;
import io.mnemesh.embeddings.vector.ModelEmbedder.Asker;
import io.mnemesh.embeddings.vector.ModelEmbedder.Vectors;
import io.mnemesh.embeddings.vector.TextInput;
import io.mnemesh.embeddings.vector.TextVector;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.work.EmbeddingsClient.Embeddings;
import io.mnemesh.mesh.work.EmbeddingsCodec;
import io.mnemesh.mesh.work.WorkHandler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Answers work of kind {@code embed} with the model it names, or else with the default one; the lane of the work is the lane
 * of the engine.
 */
@ApplicationScoped
public class EmbedHandler implements WorkHandler {

    private final Models models;
    private final ModelEmbedder embedder;
    private final InputRules rules;
    private final Preparation preparation;

    EmbedHandler(Models models, ModelEmbedder embedder, InputRules rules, Preparation preparation) {
        this.models = models;
        this.embedder = embedder;
        this.rules = rules;
        this.preparation = preparation;
    }

    @Override
    public String service() {
        return EmbeddingsCodec.SERVICE;
    }

    @Override
    public String kind() {
        return EmbeddingsCodec.KIND;
    }

    @Override
    public Uni<byte[]> handle(Item item) {
        return Uni.createFrom().emitter(asker -> {
            var answer = new CompletableFuture<byte[]>();
            asker.onTermination(() -> answer.cancel(false));
            Outcomes.of(answer, (body, failure) -> {
                if (failure == null) {
                    asker.complete(body);
                } else {
                    asker.fail(failure);
                }
            });
            preparation.execute(item.body().length, () -> answer(item, answer));
        });
    }

    private void answer(Item item, CompletableFuture<byte[]> answer) {
        try {
            EmbeddingsCodec.Request request = request(item.body());
            List<TextInput> inputs = inputs(request.texts());
            String name = request.model();
            Duration left = Duration.between(Instant.now(), item.deadline());
            if (!left.isPositive()) {
                throw new ProblemException(ProblemType.DEADLINE_EXCEEDED, "The request came after its deadline.");
            }
            var asker = new Asker(item.tenant(), item.lane(), LongText.END, left);
            CompletableFuture<Vectors> vectors =
                    embedder.embed(name == null ? models.defaultModel() : name, asker, model -> inputs);
            Outcomes.of(answer, (body, failure) -> vectors.cancel(false));
            Outcomes.of(vectors, (found, failure) -> {
                if (failure == null) {
                    answer.complete(reply(found));
                } else {
                    answer.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private static EmbeddingsCodec.Request request(byte[] body) {
        try {
            return EmbeddingsCodec.decodeRequest(body);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    ProblemType.MALFORMED_REQUEST, String.valueOf(e.getMessage()), Map.of(), null, e);
        }
    }

    private List<TextInput> inputs(List<String> texts) {
        rules.requireCount("input", texts.size());
        var inputs = new ArrayList<TextInput>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            inputs.add(rules.text("input[" + i + "]", texts.get(i)));
        }
        return inputs;
    }

    private static byte[] reply(Vectors found) {
        return EmbeddingsCodec.encodeReply(new Embeddings(
                found.model(), found.texts().stream().map(TextVector::vector).toList()));
    }
}
