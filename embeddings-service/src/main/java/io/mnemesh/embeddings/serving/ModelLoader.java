package io.mnemesh.embeddings.serving;

import io.mnemesh.embeddings.batch.BatchPlanner;
import io.mnemesh.embeddings.engine.EmbeddingEngine;
import io.mnemesh.embeddings.engine.EngineLimits;
import io.mnemesh.embeddings.inference.Encoder;
import io.mnemesh.embeddings.inference.OnnxEncoder;
import io.mnemesh.embeddings.inference.ReproducibilityProbe;
import io.mnemesh.embeddings.model.ModelFiles;
import io.mnemesh.embeddings.model.ModelSpec;
import io.mnemesh.embeddings.model.NativeLibraries;
import io.mnemesh.embeddings.token.TextTokenizer;
import io.mnemesh.embeddings.token.Vocabulary;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Brings a model into service: verifies its files, loads and probes it, starts its engine. */
@ApplicationScoped
class ModelLoader {

    private final EmbeddingsConfig config;
    private final Preparation preparation;
    private final EmbeddingMetrics metrics;

    ModelLoader(EmbeddingsConfig config, Preparation preparation, EmbeddingMetrics metrics) {
        this.config = config.validated();
        this.preparation = preparation;
        this.metrics = metrics;
    }

    /**
     * Blocks for the seconds this takes.
     *
     * @throws RuntimeException with a sentence for operators
     * @throws IOException if a file cannot be read or the data folder not be written
     */
    ServedModel load(ModelSpec spec) throws IOException {
        NativeLibraries.prepare(config.dataDir());
        var files = new ModelFiles(config.modelsDir(), config.dataDir());
        Path model = files.verified(spec, spec.model());
        Path json = files.verified(spec, spec.tokenizer());
        var tokenizer = new TextTokenizer(Files.readString(json), spec.vocabulary());
        var encoder = encoder(model, spec);
        EmbeddingEngine engine = engine(encoder);
        engine.start();
        metrics.watch(spec.name(), engine, config.engine().queueTokens());
        return new ServedModel(spec, tokenizer, encoder, engine);
    }

    private OnnxEncoder encoder(Path model, ModelSpec spec) {
        Vocabulary vocabulary = spec.vocabulary();
        int usual = Math.max(config.engine().batchTokens(), vocabulary.maxTokens());
        var probe = new ReproducibilityProbe(vocabulary.size(), vocabulary.maxTokens());
        return new OnnxEncoder(model, spec.dimensions(), usual, probe);
    }

    private EmbeddingEngine engine(Encoder encoder) {
        EmbeddingsConfig.Engine engine = config.engine();
        int workers =
                engine.workers() > 0 ? engine.workers() : Runtime.getRuntime().availableProcessors();
        return new EmbeddingEngine(
                encoder,
                new BatchPlanner(engine.overheadTokens()),
                new EngineLimits(
                        workers, engine.express(), engine.batchTokens(), engine.shareTokens(), engine.queueTokens()),
                metrics,
                preparation,
                System::nanoTime);
    }
}
