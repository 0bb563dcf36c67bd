package io.mnemesh.embeddings.vector;

import io.mnemesh.embeddings.serving.Lease;
import io.mnemesh.embeddings.serving.Models;
import io.mnemesh.embeddings.serving.Outcomes;
import io.mnemesh.embeddings.serving.Preparation;
import io.mnemesh.embeddings.serving.ServedModel;
import io.mnemesh.embeddings.token.LongText;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.Lane;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gives texts their vectors with a model by name: borrows the model for as long as they are under way. */
@ApplicationScoped
public class ModelEmbedder {

    private static final Duration LOADING_RETRY = Duration.ofSeconds(5);

    private final Models models;
    private final Embedder embedder;
    private final Preparation preparation;

    ModelEmbedder(Models models, Embedder embedder, Preparation preparation) {
        this.models = models;
        this.embedder = embedder;
        this.preparation = preparation;
    }

    /**
     * Vectors and the model they are of.
     *
     * @param model {@code name@revision}
     */
    public record Vectors(String model, List<TextVector> texts) {}

    /**
     * Who asks, and how.
     *
     * @param longText what to do with texts the model cannot read whole
     * @param timeout  how long the caller waits
     * @param asPooled whether vectors are left as long as they are pooled, also if the model gives them length one
     */
    public record Asker(TenantId tenant, Lane lane, LongText longText, Duration timeout, boolean asPooled) {

        /** Who wants vectors as the model makes them. */
        public Asker(TenantId tenant, Lane lane, LongText longText, Duration timeout) {
            this(tenant, lane, longText, timeout, false);
        }

        private Asker within(Duration left) {
            return new Asker(tenant, lane, longText, left.isPositive() ? left : Duration.ofNanos(1), asPooled);
        }
    }

    /**
     * Takes processor time to read the texts; call it on a thread that may.
     *
     * @param read makes the inputs for the model; its failure is the answer's
     * @return the vectors in the order of the inputs; cancel it when nobody waits any more. Fails as
     *     {@link Models#lend} and {@link Embedder#embed} do
     * @throws ProblemException {@code not-found}
     */
    public CompletableFuture<Vectors> embed(
            String model, Asker asker, Function<ServedModel, ? extends List<? extends TextInput>> read) {
        long begun = System.nanoTime();
        var answer = new CompletableFuture<Vectors>();
        CompletableFuture<Lease<ServedModel>> asked = models.lend(model);
        if (asked.isDone()) {
            Outcomes.of(asked, (lease, failure) -> begin(lease, failure, asker, read, answer));
            return answer;
        }
        Outcomes.of(answer, (vectors, failure) -> asked.cancel(false));
        Outcomes.of(asked.orTimeout(asker.timeout().toNanos(), TimeUnit.NANOSECONDS), (lease, failure) -> {
            Duration left = asker.timeout().minusNanos(System.nanoTime() - begun);
            var later = asker.within(left);
            preparation.execute(() -> begin(lease, loading(model, failure), later, read, answer));
        });
        return answer;
    }

    private void begin(
            @Nullable Lease<ServedModel> lease,
            @Nullable Throwable failure,
            Asker asker,
            Function<ServedModel, ? extends List<? extends TextInput>> read,
            CompletableFuture<Vectors> answer) {
        if (lease == null) {
            answer.completeExceptionally(
                    failure == null ? new IllegalStateException("Neither lease nor failure.") : failure);
            return;
        }
        try {
            ServedModel model = asker.asPooled() ? lease.model().unnormalized() : lease.model();
            Reading reading = Reading.of(read.apply(model), asker.longText(), model.tokenizer(), model.normalized());
            var vectors = embedder.embed(model, asker.tenant(), reading.inputs(), asker.lane(), asker.timeout());
            Outcomes.of(answer, (done, gone) -> vectors.cancel(false));
            Outcomes.of(vectors, (embedded, problem) -> {
                lease.close();
                if (problem == null) {
                    answer.complete(new Vectors(model.id(), reading.vectors(embedded)));
                } else {
                    answer.completeExceptionally(problem);
                }
            });
        } catch (RuntimeException e) {
            lease.close();
            answer.completeExceptionally(e);
        }
    }

    private static @Nullable Throwable loading(String model, @Nullable Throwable failure) {
        if (failure instanceof TimeoutException) {
            return new ProblemException(
                    ProblemType.UNAVAILABLE,
                    "The model " + model + " is being loaded.",
                    Map.of(),
                    LOADING_RETRY,
                    failure);
        }
        return failure;
    }
}
