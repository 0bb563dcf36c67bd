package io.mnemesh.embeddings.serving;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.mnemesh.embeddings.engine.EmbeddingEngine;
import io.mnemesh.embeddings.engine.EngineListener;
import io.mnemesh.embeddings.engine.EngineState;
import io.mnemesh.embeddings.engine.EngineState.Depth;
import io.mnemesh.mesh.work.Lane;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** The metrics of this service; all names are here. */
@ApplicationScoped
public class EmbeddingMetrics implements EngineListener {

    private static final String PREFIX = "mnemesh_embeddings_";

    private final MeterRegistry registry;
    private final Map<String, EmbeddingEngine> engines = new ConcurrentHashMap<>();

    public EmbeddingMetrics(MeterRegistry registry) {
        this.registry = registry;
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

    public void answered(Answer how, int texts) {
        registry.counter(PREFIX + "answers_total", "source", how.name().toLowerCase(Locale.ROOT))
                .increment(texts);
    }

    public void truncated(int texts) {
        registry.counter(PREFIX + "truncated_total").increment(texts);
    }

    @Override
    public void computed(Lane lane, int rows, int tokens, int padded, Duration took) {
        registry.timer(PREFIX + "batch_seconds", "lane", lane.key()).record(took);
        registry.counter(PREFIX + "texts_total", "lane", lane.key()).increment(rows);
        registry.counter(PREFIX + "tokens_total", "lane", lane.key()).increment(tokens);
        registry.counter(PREFIX + "padding_tokens_total", "lane", lane.key()).increment(padded - tokens);
    }

    @Override
    public void waited(Lane lane, Duration time) {
        registry.timer(PREFIX + "wait_seconds", "lane", lane.key()).record(time);
    }

    /** A text was tokenised. */
    public void tokenized(Duration took) {
        registry.timer(PREFIX + "tokenize_seconds").record(took);
    }

    /** Vectors were looked for in the shared cache. */
    public void lookedUp(Duration took) {
        registry.timer(PREFIX + "lookup_seconds").record(took);
    }

    @Override
    public void dropped(Lane lane, Drop reason, int texts) {
        registry.counter(
                        PREFIX + "dropped_total",
                        "lane",
                        lane.key(),
                        "reason",
                        reason.name().toLowerCase(Locale.ROOT))
                .increment(texts);
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
