package io.mnemesh.embeddings.serving;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.mnemesh.embeddings.engine.EmbeddingEngine;
import io.mnemesh.embeddings.engine.EngineListener;
import io.mnemesh.embeddings.engine.EngineState;
import io.mnemesh.embeddings.engine.EngineState.Depth;
import io.mnemesh.embeddings.serving.Statistics.Answers;
import io.mnemesh.embeddings.serving.Statistics.Stage;
import io.mnemesh.embeddings.serving.Statistics.Work;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.Lane;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;

/** The metrics of this service; the names are here and in {@link ModelMeters}. */
@ApplicationScoped
public class EmbeddingMetrics {

    private static final String PREFIX = "mnemesh_embeddings_";

    private final MeterRegistry registry;
    private final Timer tokenize;
    private final Timer lookup;
    private final Counter refused;
    private final Counter truncated;
    private final Map<Answer, Counter> answers = new EnumMap<>(Answer.class);
    private final Map<String, ModelMeters> models = new ConcurrentHashMap<>();
    private final Map<String, EmbeddingEngine> engines = new ConcurrentHashMap<>();
    private final Map<TenantId, Map<Answer, LongAdder>> tenants = new ConcurrentHashMap<>();

    public EmbeddingMetrics(MeterRegistry registry) {
        this.registry = registry;
        tokenize = registry.timer(PREFIX + "tokenize_seconds");
        lookup = registry.timer(PREFIX + "lookup_seconds");
        refused = registry.counter(PREFIX + "refused_total", "reason", "pending");
        truncated = registry.counter(PREFIX + "truncated_total");
        for (Answer how : Answer.values()) {
            answers.put(
                    how,
                    registry.counter(
                            PREFIX + "answers_total", "source", how.name().toLowerCase(Locale.ROOT)));
        }
    }

    /** How a text got its vector. */
    public enum Answer {
        /** From this process's cache. */
        LOCAL,
        /** With an equal text that was already under way. */
        JOINED,
        /** From the shared cache. */
        SHARED,
        /** By the model. */
        COMPUTED
    }

    /** Counts what a model's engines do. */
    public EngineListener listener(String model) {
        return meters(model);
    }

    /** Is told how long the stages take in which a model comes into service. */
    BiConsumer<LoadStages.Stage, Duration> loading(String model) {
        return meters(model)::loaded;
    }

    /** Shows the queues of a model's engine, from now on instead of an earlier one's. */
    void watch(String model, EmbeddingEngine engine, int queueTokens) {
        if (engines.put(model, engine) != null) {
            return;
        }
        for (Lane lane : Lane.values()) {
            var tags = Tags.of("model", model, "lane", lane.key());
            gauge("queue_texts", tags, model, state -> depth(state, lane).texts());
            gauge("queue_tokens", tags, model, state -> depth(state, lane).tokens());
            gauge("queue_capacity_tokens", tags, model, state -> queueTokens);
        }
        gauge("running_batches", Tags.of("model", model), model, EngineState::running);
    }

    /** Shows how many texts are under way over all requests, and how many may be. */
    public void watchPending(AtomicInteger texts, int capacity) {
        registry.gauge(PREFIX + "pending_texts", texts);
        registry.gauge(PREFIX + "pending_capacity_texts", texts, any -> capacity);
    }

    /** Texts were refused because too many were under way. */
    public void refused(int texts) {
        refused.increment(texts);
    }

    /** Texts of a tenant got their vectors. */
    public void answered(TenantId tenant, Answer how, int texts) {
        if (texts > 0) {
            Objects.requireNonNull(answers.get(how)).increment(texts);
            Objects.requireNonNull(
                            tenants.computeIfAbsent(tenant, first -> counts()).get(how))
                    .add(texts);
        }
    }

    public void truncated(int texts) {
        truncated.increment(texts);
    }

    /** A text was tokenised. */
    public void tokenized(Duration took) {
        tokenize.record(took);
    }

    /** Vectors were looked for in the shared cache. */
    public void lookedUp(Duration took) {
        lookup.record(took);
    }

    /** @param all whether the work for all tenants is wanted too */
    public Statistics statistics(TenantId tenant, boolean all) {
        Map<Answer, LongAdder> counts = tenants.getOrDefault(tenant, counts());
        var answers = Answers.of(
                count(counts, Answer.LOCAL),
                count(counts, Answer.JOINED),
                count(counts, Answer.SHARED),
                count(counts, Answer.COMPUTED));
        return new Statistics(answers, all ? work() : null);
    }

    private Work work() {
        return new Work(
                Stage.of(lookup),
                Stage.of(tokenize),
                models.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(model -> model.getValue().statistics(engines.get(model.getKey())))
                        .toList());
    }

    private ModelMeters meters(String model) {
        return models.computeIfAbsent(model, name -> new ModelMeters(registry, PREFIX, name));
    }

    private static Map<Answer, LongAdder> counts() {
        var counts = new EnumMap<Answer, LongAdder>(Answer.class);
        Arrays.stream(Answer.values()).forEach(how -> counts.put(how, new LongAdder()));
        return counts;
    }

    private static long count(Map<Answer, LongAdder> counts, Answer how) {
        return Objects.requireNonNull(counts.get(how)).sum();
    }

    private void gauge(String name, Tags tags, String model, ToDoubleFunction<EngineState> value) {
        registry.gauge(PREFIX + name, tags, engines, watched -> {
            EmbeddingEngine engine = watched.get(model);
            return engine == null ? 0 : value.applyAsDouble(engine.state());
        });
    }

    private static Depth depth(EngineState state, Lane lane) {
        return state.lanes().getOrDefault(lane, new Depth(0, 0));
    }
}
