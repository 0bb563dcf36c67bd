package io.mnemesh.embeddings.serving;

import io.mnemesh.embeddings.engine.Calibration;
import io.mnemesh.embeddings.engine.RunTimer;
import io.mnemesh.embeddings.engine.Tuner;
import io.mnemesh.embeddings.engine.Tuning;
import io.mnemesh.embeddings.inference.Company;
import io.mnemesh.embeddings.inference.Encoder;
import io.mnemesh.embeddings.inference.EncodingException;
import io.mnemesh.embeddings.inference.ReproducibilityProbe;
import io.mnemesh.embeddings.model.ModelSpec;
import io.mnemesh.embeddings.serving.LoadStages.Stage;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import java.util.function.Consumer;

/**
 * Finds how a model that is served already is computed best: first which batches leave a text's bytes unchanged, which lets the
 * engine batch at all, then which of them are the fastest. What is configured is not measured. A model that fails on what it is
 * measured with, say on a text of the length it is said to read, stays with what was known until then: shorter ones may go well.
 */
final class ModelTuner implements Tuner {

    private static final MeshLog LOG = MeshLog.of(ModelTuner.class);

    private final ModelSpec spec;
    private final EmbeddingsConfig.Engine config;
    private final LoadStages stages;
    private final RunTimer timer;
    private final int processors = Runtime.getRuntime().availableProcessors();

    ModelTuner(ModelSpec spec, EmbeddingsConfig.Engine config, LoadStages stages, RunTimer timer) {
        this.spec = spec;
        this.config = config;
        this.stages = stages;
        this.timer = timer;
    }

    /** What holds before anything is measured. */
    Tuning first() {
        return configured(Tuning.usual(processors));
    }

    @Override
    public void tune(Encoder encoder, Consumer<Tuning> found) {
        Tuning best = first();
        try {
            Company company = stages.time(
                    Stage.PROBE,
                    () -> new ReproducibilityProbe(spec.vocabularySize(), spec.maxTokens()).probe(encoder));
            best = best.with(company);
            found.accept(best);
            if (config.workers() == 0 || config.batchTokens() == 0 || config.overheadTokens() == 0) {
                var calibration =
                        new Calibration(encoder, company, spec.vocabularySize(), spec.maxTokens(), processors, timer);
                best = configured(stages.time(Stage.CALIBRATE, calibration::measure));
                found.accept(best);
            }
        } catch (EncodingException e) {
            LOG.warn("A model could not be measured")
                    .with(LogKey.MODEL, spec.name())
                    .cause(e)
                    .log();
        }
        LOG.info("A model is tuned")
                .with(LogKey.MODEL, spec.name())
                .with(LogKey.TUNING, best)
                .with(LogKey.STAGES, stages)
                .log();
    }

    /** What is configured, and of the other for the rest. */
    private Tuning configured(Tuning other) {
        return new Tuning(
                other.company(),
                config.workers() > 0 ? config.workers() : other.workers(),
                config.batchTokens() > 0 ? config.batchTokens() : other.batchTokens(),
                config.overheadTokens() > 0 ? config.overheadTokens() : other.overheadTokens());
    }
}
