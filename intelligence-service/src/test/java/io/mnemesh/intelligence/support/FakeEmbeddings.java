package io.mnemesh.intelligence.support;

import io.mnemesh.intelligence.errors.ranking.Words;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.EmbeddingsClient;
import io.mnemesh.mesh.work.Lane;
import io.quarkus.test.Mock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Embeddings without a model: each word adds its own hashed direction. Can be told to be away for a tenant. */
@Mock
@ApplicationScoped
public class FakeEmbeddings implements EmbeddingsClient {

    public static final String MODEL = "hashed-words@1";

    private static final int DIMENSIONS = 64;

    private final Set<TenantId> away = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Asked> asked = new ConcurrentLinkedQueue<>();

    /** One request. */
    public record Asked(TenantId tenant, Lane lane, List<String> texts) {}

    public void leave(String tenant) {
        away.add(new TenantId(tenant));
    }

    public void comeBack(String tenant) {
        away.remove(new TenantId(tenant));
    }

    public List<Asked> asked(String tenant) {
        return asked.stream()
                .filter(request -> request.tenant().value().equals(tenant))
                .toList();
    }

    @Override
    public Uni<Embeddings> embed(
            TenantId tenant, @Nullable String model, List<String> texts, Lane lane, Duration deadline) {
        if (away.contains(tenant)) {
            return Uni.createFrom().failure(new ProblemException(ProblemType.UNAVAILABLE, "Embeddings are away."));
        }
        asked.add(new Asked(tenant, lane, List.copyOf(texts)));
        return Uni.createFrom()
                .item(new Embeddings(
                        MODEL, texts.stream().map(FakeEmbeddings::vector).toList()));
    }

    private static float[] vector(String text) {
        var sum = new float[DIMENSIONS];
        sum[0] = 1e-3f;
        for (String word : Words.of(text)) {
            int seed = word.hashCode();
            for (int i = 0; i < DIMENSIONS; i++) {
                seed = seed * 1_664_525 + 1_013_904_223;
                sum[i] += (seed >> 16) / 32_768f;
            }
        }
        double length = 0;
        for (float value : sum) {
            length += value * value;
        }
        for (int i = 0; i < DIMENSIONS; i++) {
            sum[i] /= (float) Math.sqrt(length);
        }
        return sum;
    }
}
