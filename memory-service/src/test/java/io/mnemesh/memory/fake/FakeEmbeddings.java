package io.mnemesh.memory.fake;

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
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Embeddings without a model: a text's vector is the normalised sum of one fixed direction per word, so texts that share
 * words are near each other. Can be told to be away, silent or wrong per tenant.
 */
@Mock
@ApplicationScoped
public class FakeEmbeddings implements EmbeddingsClient {

    public static final String MODEL = "bag-of-words@1";
    public static final int DIMENSIONS = 384;

    private final Map<TenantId, Behaviour> behaviours = new ConcurrentHashMap<>();

    /** What it does when asked. */
    public enum Behaviour {
        ANSWER,
        AWAY,
        SILENT,
        WRONG_SIZE
    }

    public void behave(String tenant, Behaviour behaviour) {
        behaviours.put(new TenantId(tenant), behaviour);
    }

    @Override
    public Uni<Embeddings> embed(TenantId tenant, List<String> texts, Lane lane, Duration deadline) {
        return switch (behaviours.getOrDefault(tenant, Behaviour.ANSWER)) {
            case ANSWER ->
                Uni.createFrom()
                        .item(new Embeddings(
                                MODEL,
                                texts.stream().map(FakeEmbeddings::vector).toList()));
            case AWAY ->
                Uni.createFrom()
                        .failure(new ProblemException(ProblemType.UNAVAILABLE, "The embeddings service is away."));
            case SILENT -> Uni.createFrom().nothing();
            case WRONG_SIZE ->
                Uni.createFrom()
                        .item(new Embeddings(
                                MODEL,
                                texts.stream().map(text -> new float[] {1}).toList()));
        };
    }

    /** The vector of a text. */
    public static float[] vector(String text) {
        var sum = new float[DIMENSIONS];
        sum[0] = 0.01f;
        for (String word : text.toLowerCase(Locale.ROOT).split("\\W+", -1)) {
            if (!word.isEmpty()) {
                var random = new java.util.Random(word.hashCode());
                for (int i = 0; i < DIMENSIONS; i++) {
                    sum[i] += (float) random.nextGaussian();
                }
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
