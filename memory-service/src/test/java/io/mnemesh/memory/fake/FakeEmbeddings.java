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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings without a model: a text's vector is the normalised sum of one fixed direction per word, so texts that share
 * words are near each other. Can be told to be away, silent or wrong per tenant, by the model there is first.
 */
@Mock
@ApplicationScoped
public class FakeEmbeddings implements EmbeddingsClient {

    public static final String MODEL = "bag-of-words@1";
    public static final int DIMENSIONS = 384;

    public static final String UNSPEAKABLE = "unspeakable";

    /** The other model it has. */
    public static final String WIDE = "wide-bag-of-words";

    public static final int WIDE_DIMENSIONS = 768;

    /** Name of the model there is first. */
    public static final String NARROW = "bag-of-words";

    private final Map<TenantId, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final AtomicInteger wideLeft = new AtomicInteger(Integer.MAX_VALUE);
    private final List<String> widened = new CopyOnWriteArrayList<>();

    /** What it does when asked. */
    public enum Behaviour {
        ANSWER,
        AWAY,
        SILENT,
        WRONG_SIZE,
        /** Refuses requests with a text that is {@link #UNSPEAKABLE}. */
        FASTIDIOUS
    }

    public void behave(String tenant, Behaviour behaviour) {
        behaviours.put(new TenantId(tenant), behaviour);
    }

    /** Nobody is treated differently any more. */
    public void answerEverybody() {
        behaviours.clear();
    }

    @Override
    public Uni<Embeddings> embed(
            TenantId tenant, @Nullable String model, List<String> texts, Lane lane, Duration deadline) {
        if (WIDE.equals(model)) {
            return widen(texts, lane);
        }
        if (model != null && !model.equals(NARROW)) {
            return Uni.createFrom().failure(ProblemException.notFound("There is no model " + model + "."));
        }
        return switch (behaviours.getOrDefault(tenant, Behaviour.ANSWER)) {
            case ANSWER -> answer(texts);
            case FASTIDIOUS ->
                texts.contains(UNSPEAKABLE)
                        ? Uni.createFrom().failure(ProblemException.notFound("There is no vector of such a text."))
                        : answer(texts);
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

    private static Uni<Embeddings> answer(List<String> texts) {
        return Uni.createFrom()
                .item(new Embeddings(
                        MODEL, texts.stream().map(FakeEmbeddings::vector).toList()));
    }

    private Uni<Embeddings> widen(List<String> texts, Lane lane) {
        if (lane == Lane.BULK) {
            if (wideLeft.addAndGet(-texts.size()) < 0) {
                return Uni.createFrom()
                        .failure(new ProblemException(ProblemType.UNAVAILABLE, "The wide model is away."));
            }
            widened.addAll(texts);
        }
        return Uni.createFrom()
                .item(new Embeddings(
                        WIDE + "@1",
                        texts.stream()
                                .map(text -> vector(text, WIDE_DIMENSIONS))
                                .toList()));
    }

    /** The wide model goes away after so many texts in the lane bulk. */
    public void widenAtMost(int texts) {
        wideLeft.set(texts);
    }

    /** Texts the wide model was asked for in the lane bulk. */
    public List<String> widened() {
        return widened;
    }

    /** The vector of a text. */
    public static float[] vector(String text) {
        return vector(text, DIMENSIONS);
    }

    private static float[] vector(String text, int dimensions) {
        var sum = new float[dimensions];
        sum[0] = 0.01f;
        for (String word : text.toLowerCase(Locale.ROOT).split("\\W+", -1)) {
            if (!word.isEmpty()) {
                var random = new java.util.Random(word.hashCode());
                for (int i = 0; i < dimensions; i++) {
                    sum[i] += (float) random.nextGaussian();
                }
            }
        }
        double length = 0;
        for (float value : sum) {
            length += value * value;
        }
        for (int i = 0; i < dimensions; i++) {
            sum[i] /= (float) Math.sqrt(length);
        }
        return sum;
    }
}
