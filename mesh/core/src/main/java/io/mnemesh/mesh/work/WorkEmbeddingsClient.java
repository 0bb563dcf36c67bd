package io.mnemesh.mesh.work;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Embeddings by request over the lanes of embeddings-service. Thread-safe. */
@Singleton
final class WorkEmbeddingsClient implements EmbeddingsClient {

    private static final int MAX_TEXTS = 256;

    private final WorkClient work;

    @Inject
    WorkEmbeddingsClient(WorkClient work) {
        this.work = work;
    }

    @Override
    public Uni<Embeddings> embed(
            TenantId tenant, @Nullable String model, List<String> texts, Lane lane, Duration deadline) {
        if (texts.isEmpty() || texts.size() > MAX_TEXTS) {
            return Uni.createFrom()
                    .failure(ProblemException.invalid("texts", "There are 1 to " + MAX_TEXTS + " texts to embed."));
        }
        var request = new WorkRequest(
                EmbeddingsCodec.SERVICE,
                EmbeddingsCodec.KIND,
                lane,
                tenant,
                deadline,
                EmbeddingsCodec.encodeRequest(texts, model));
        return work.request(request).map(reply -> decode(reply, texts.size()));
    }

    private static Embeddings decode(byte[] reply, int texts) {
        Embeddings embeddings;
        try {
            embeddings = EmbeddingsCodec.decodeReply(reply);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemType.UPSTREAM_FAILED, "The vectors cannot be read.", Map.of(), null, e);
        }
        if (embeddings.vectors().size() != texts) {
            throw new ProblemException(ProblemType.UPSTREAM_FAILED, "There is not one vector per text.");
        }
        return embeddings;
    }
}
