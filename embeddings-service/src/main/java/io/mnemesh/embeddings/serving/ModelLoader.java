package io.mnemesh.embeddings.serving;

import io.mnemesh.embeddings.engine.EmbeddingEngine;
import io.mnemesh.embeddings.engine.EngineLimits;
import io.mnemesh.embeddings.engine.RunTimer;
import io.mnemesh.embeddings.engine.Tuning;
import io.mnemesh.embeddings.inference.Encoder;
import io.mnemesh.embeddings.inference.OnnxEncoder;
import io.mnemesh.embeddings.model.ModelFiles;
import io.mnemesh.embeddings.model.ModelSpec;
import io.mnemesh.embeddings.model.NativeLibraries;
import io.mnemesh.embeddings.model.VerifiedModel;
import io.mnemesh.embeddings.serving.LoadStages.Stage;
import io.mnemesh.embeddings.token.TextTokenizer;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Brings a model into service: verifies its files, loads it and starts its engine, which batches once it is measured which
 * batches are reproducible. Until then it computes each text by itself, which gives the same bytes.
 */
@ApplicationScoped
class ModelLoader {

    private static final MeshLog LOG = MeshLog.of(ModelLoader.class);

    private final EmbeddingsConfig config;
    private final Preparation preparation;
    private final EmbeddingMetrics metrics;
    private final ModelFiles files;
    private boolean librariesLoaded;

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
        var stages = new LoadStages(System::nanoTime, metrics.loading(spec.name()));
        var libraries = new FutureTask<@Nullable Void>(() -> loadLibraries(stages));
        Thread.ofPlatform().name("embed-libraries").daemon().start(libraries);
        VerifiedModel model = stages.time(Stage.VERIFY, () -> files.verified(spec));
        return new ModelShelf.Candidate<>() {
            @Override
            public long bytes() {
                return model.model().bytes();
            }

            @Override
            public ServedModel load() throws Exception {
                outcome(libraries);
                return ModelLoader.this.load(model, stages);
            }
        };
    }

    /** Once for all models, unless it fails. */
    private synchronized @Nullable Void loadLibraries(LoadStages stages) throws IOException {
        if (!librariesLoaded) {
            stages.time(Stage.LIBRARIES, () -> {
                NativeLibraries.prepare(config.dataDir());
                OnnxEncoder.loadRuntime();
                TextTokenizer.loadLibrary();
                return stages;
            });
            librariesLoaded = true;
        }
        return null;
    }

    /** Waits for a task that runs elsewhere; what it throws is thrown here as if it had run here. */
    private static void outcome(Future<?> task) throws Exception {
        try {
            task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Exception cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    private ServedModel load(VerifiedModel model, LoadStages stages) throws IOException {
        int usual = Math.max(config.mostBatchTokens(), model.spec().maxTokens());
        LoadedModel loaded = LoadedModel.unnormalized(model, usual, stages);
        var tuner = new ModelTuner(model.spec(), config.engine(), stages, RunTimer.system());
        EmbeddingEngine engine = engine(model.name(), loaded.encoder(), tuner.first());
        engine.start();
        metrics.watch(model.name(), engine, config.engine().queueTokens());
        LOG.info("A model is in service")
                .with(LogKey.MODEL, model.id())
                .with(LogKey.STAGES, stages)
                .log();
        engine.tuneBy(tuner);
        return new ServedModel(model, loaded, engine);
    }

    private EmbeddingEngine engine(String model, Encoder encoder, Tuning tuning) {
        EmbeddingsConfig.Engine engine = config.engine();
        return new EmbeddingEngine(
                encoder,
                tuning,
                new EngineLimits(engine.express(), engine.shareTokens(), engine.queueTokens(), engine.nice()),
                metrics.listener(model),
                preparation,
                System::nanoTime);
    }
}
