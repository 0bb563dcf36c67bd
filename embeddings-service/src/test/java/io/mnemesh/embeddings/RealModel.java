package io.mnemesh.embeddings;

import io.mnemesh.embeddings.inference.OnnxEncoder;
import io.mnemesh.embeddings.inference.ReproducibilityProbe;
import io.mnemesh.embeddings.model.ModelCatalogue;
import io.mnemesh.embeddings.model.ModelFiles;
import io.mnemesh.embeddings.model.ModelSpec;
import io.mnemesh.embeddings.model.NativeLibraries;
import io.mnemesh.embeddings.token.TextTokenizer;
import io.mnemesh.embeddings.token.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** The built-in model, loaded once for all tests of this JVM that run without the application. */
public final class RealModel {

    private static final Path DATA = Path.of("target", "model-data").toAbsolutePath();
    private static final Supplier<TextTokenizer> TOKENIZER = once(RealModel::loadTokenizer);
    private static final Supplier<OnnxEncoder> ENCODER = once(RealModel::loadEncoder);

    private RealModel() {}

    public static ModelSpec spec() {
        try (InputStream yaml = RealModel.class.getResourceAsStream("/models.yaml")) {
            return ModelCatalogue.read(yaml).find("all-MiniLM-L6-v2").orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static TextTokenizer tokenizer() {
        return TOKENIZER.get();
    }

    public static OnnxEncoder encoder() {
        return ENCODER.get();
    }

    private static TextTokenizer loadTokenizer() {
        try {
            NativeLibraries.prepare(DATA);
            Path json = new ModelFiles(Optional.empty(), DATA).verified(spec(), spec().tokenizer());
            return new TextTokenizer(Files.readString(json), spec().vocabulary());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OnnxEncoder loadEncoder() {
        try {
            NativeLibraries.prepare(DATA);
            Path model = new ModelFiles(Optional.empty(), DATA).verified(spec(), spec().model());
            Vocabulary vocabulary = spec().vocabulary();
            var probe = new ReproducibilityProbe(vocabulary.size(), vocabulary.maxTokens());
            return new OnnxEncoder(model, spec().dimensions(), 512, probe);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> Supplier<T> once(Supplier<T> make) {
        return new Supplier<>() {
            private T made;

            @Override
            public synchronized T get() {
                if (made == null) {
                    made = make.get();
                }
                return made;
            }
        };
    }
}
