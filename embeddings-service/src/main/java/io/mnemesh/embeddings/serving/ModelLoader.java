package io.mnemesh.embeddings.serving;

import io.mnemesh.embeddings.batch.BatchPlanner;
import io.mnemesh.embeddings.engine.Calibration;
import io.mnemesh.embeddings.engine.EmbeddingEngine;
import io.mnemesh.embeddings.engine.EngineLimits;
import io.mnemesh.embeddings.engine.RunTimer;
import io.mnemesh.embeddings.engine.Tuning;
import io.mnemesh.embeddings.inference.Encoder;
import io.mnemesh.embeddings.inference.EncodingException;
import io.mnemesh.embeddings.model.ModelFiles;
import io.mnemesh.embeddings.model.ModelSpec;
import io.mnemesh.embeddings.model.NativeLibraries;
import io.mnemesh.embeddings.model.VerifiedModel;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Brings a model into service: verifies its files, loads and probes it, which also warms it, and starts its engine. */
@ApplicationScoped
class ModelLoader {

    private static final MeshLog LOG = MeshLog.of(ModelLoader.class);

    private final EmbeddingsConfig config;
    private final Preparation preparation;
    private final EmbeddingMetrics metrics;
    private final ModelFiles files;

    ModelLoader(EmbeddingsConfig config, Preparation preparation, EmbeddingMetrics metrics) {
        this.config = config.validated();
        this.preparation = preparation;
        this.metrics = metrics;
        this.files = new ModelFiles(config.modelsDir(), config.dataDir());
    }

    ModelFiles files() {
        return files;
    }

    /**
     * Verifies the model's files; blocks while they are read.
     *
     * @throws io.mnemesh.embeddings.model.UntrustedModelException with a sentence for operators
     */
    ModelShelf.Candidate<ServedModel> find(ModelSpec spec) {
        VerifiedModel model = files.verified(spec);
        return new ModelShelf.Candidate<>() {
            @Override
            public long bytes() {
                return model.model().bytes();
            }

            @Override
            public ServedModel load() throws IOException {
                return ModelLoader.this.load(model);
            }
        };
    }

    private ServedModel load(VerifiedModel model) throws IOException {
        NativeLibraries.prepare(config.dataDir());
        int usual = Math.max(config.mostBatchTokens(), model.spec().maxTokens());
        LoadedModel loaded = LoadedModel.unnormalized(model, usual);
        Encoder encoder = loaded.encoder();
        Tuning tuning = tuning(encoder, model.spec());
        EmbeddingEngine engine = engine(model.name(), encoder, tuning);
        engine.start();
        metrics.watch(model.name(), engine, config.engine().queueTokens());
        LOG.info("A model is in service")
                .with(LogKey.MODEL, model.id())
                .with(LogKey.TUNING, tuning + ", batches of " + encoder.company())
                .log();
        return new ServedModel(model, loaded, engine);
    }

    /** What is configured, and what is measured for the rest. */
    private Tuning tuning(Encoder encoder, ModelSpec spec) {
        EmbeddingsConfig.Engine engine = config.engine();
        if (engine.workers() > 0 && engine.batchTokens() > 0 && engine.overheadTokens() > 0) {
            return new Tuning(engine.workers(), engine.batchTokens(), engine.overheadTokens());
        }
        Tuning measured = measured(encoder, spec);
        return new Tuning(
                engine.workers() > 0 ? engine.workers() : measured.workers(),
                engine.batchTokens() > 0 ? engine.batchTokens() : measured.batchTokens(),
                engine.overheadTokens() > 0 ? engine.overheadTokens() : measured.overheadTokens());
    }

    /** A model that fails on a text of the length it is said to read is served all the same: shorter ones may go well. */
    private static Tuning measured(Encoder encoder, ModelSpec spec) {
        int processors = Runtime.getRuntime().availableProcessors();
        try {
            return new Calibration(encoder, spec.vocabularySize(), spec.maxTokens(), processors, RunTimer.system())
                    .measure();
        } catch (EncodingException e) {
            LOG.warn("A model could not be measured")
                    .with(LogKey.MODEL, spec.name())
                    .cause(e)
                    .log();
            return Tuning.usual(processors);
        }
    }

    private EmbeddingEngine engine(String model, Encoder encoder, Tuning tuning) {
        EmbeddingsConfig.Engine engine = config.engine();
        return new EmbeddingEngine(
                encoder,
                new BatchPlanner(tuning.overheadTokens()),
                new EngineLimits(
                        tuning.workers(),
                        engine.express(),
                        tuning.batchTokens(),
                        engine.shareTokens(),
                        engine.queueTokens(),
                        engine.nice()),
                metrics.listener(model),
                preparation,
                System::nanoTime);
    }
}
