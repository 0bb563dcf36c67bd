package io.mnemesh.embeddings.serving;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.mnemesh.embeddings.engine.EmbeddingEngine;
import io.mnemesh.embeddings.engine.EngineListener;
import io.mnemesh.embeddings.serving.Statistics.LaneStatistics;
import io.mnemesh.embeddings.serving.Statistics.ModelStatistics;
import io.mnemesh.embeddings.serving.Statistics.Stage;
import io.mnemesh.embeddings.serving.Statistics.TuningStatistics;
import io.mnemesh.mesh.work.Lane;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Counts what the engine of one model does, per lane. Engines come and go with their model; the meters stay. */
final class ModelMeters implements EngineListener {

    private final MeterRegistry registry;
    private final String prefix;
    private final String model;
    private final Map<LoadStages.Stage, Duration> loading = new ConcurrentHashMap<>();
    private final Map<Lane, Meters> lanes = new EnumMap<>(Lane.class);

    /** @param prefix of the names of all meters */
    ModelMeters(MeterRegistry registry, String prefix, String model) {
        this.registry = registry;
        this.prefix = prefix;
        this.model = model;
        for (Lane lane : Lane.values()) {
            lanes.put(lane, new Meters(registry, prefix, Tags.of("model", model, "lane", lane.key())));
        }
    }

    @Override
    public void computed(Lane lane, int rows, int tokens, int padded, Duration took) {
        Meters meters = of(lane);
        meters.batch.record(took);
        meters.texts.increment(rows);
        meters.tokens.increment(tokens);
        meters.padding.increment(padded - tokens);
    }

    @Override
    public void waited(Lane lane, Duration time) {
        of(lane).wait.record(time);
    }

    @Override
    public void dropped(Lane lane, Drop reason, int texts) {
        Objects.requireNonNull(of(lane).dropped.get(reason)).increment(texts);
    }

    /** A stage of its way into service has ended. */
    void loaded(LoadStages.Stage stage, Duration took) {
        registry.timer(prefix + "load_seconds", "model", model, "stage", stage.key())
                .record(took);
        loading.put(stage, took);
    }

    /** @param engine that computes it, if it was in service */
    ModelStatistics statistics(@Nullable EmbeddingEngine engine) {
        return new ModelStatistics(
                model,
                Arrays.stream(Lane.values())
                        .map(lane -> of(lane).statistics(lane))
                        .toList(),
                LoadStages.milliseconds(loading),
                engine == null ? null : TuningStatistics.of(engine));
    }

    private Meters of(Lane lane) {
        return Objects.requireNonNull(lanes.get(lane));
    }

    private static final class Meters {

        private final Counter texts;
        private final Counter tokens;
        private final Counter padding;
        private final Timer wait;
        private final Timer batch;
        private final Map<Drop, Counter> dropped = new EnumMap<>(Drop.class);

        Meters(MeterRegistry registry, String prefix, Tags tags) {
            texts = registry.counter(prefix + "texts_total", tags);
            tokens = registry.counter(prefix + "tokens_total", tags);
            padding = registry.counter(prefix + "padding_tokens_total", tags);
            wait = registry.timer(prefix + "wait_seconds", tags);
            batch = registry.timer(prefix + "batch_seconds", tags);
            for (Drop reason : Drop.values()) {
                dropped.put(reason, registry.counter(prefix + "dropped_total", tags.and("reason", name(reason))));
            }
        }

        LaneStatistics statistics(Lane lane) {
            double computed = tokens.count() + padding.count();
            var drops = new TreeMap<String, Long>();
            dropped.forEach((reason, counter) -> drops.put(name(reason), (long) counter.count()));
            return new LaneStatistics(
                    lane.key(),
                    (long) texts.count(),
                    (long) tokens.count(),
                    computed == 0 ? 0 : padding.count() / computed,
                    Stage.of(wait),
                    Stage.of(batch),
                    drops);
        }

        private static String name(Drop reason) {
            return reason.name().toLowerCase(Locale.ROOT);
        }
    }
}
