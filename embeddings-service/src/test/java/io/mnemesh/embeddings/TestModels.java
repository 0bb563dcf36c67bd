package io.mnemesh.embeddings;

import io.mnemesh.embeddings.model.ModelCatalogue;
import io.mnemesh.embeddings.model.ModelFiles;
import io.mnemesh.embeddings.model.ModelSpec;
import io.mnemesh.embeddings.model.NativeLibraries;
import io.mnemesh.embeddings.model.VerifiedModel;
import io.mnemesh.embeddings.serving.LoadedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** The models of tests that run without the application: the built-in one and the tiny ones of {@code make_models.py}. */
public final class TestModels {

    /** The tiny models, as an operator would mount them. */
    public static final Path FOLDER =
            Path.of("src", "test", "resources", "models").toAbsolutePath();

    private static final Path DATA = Path.of("target", "model-data").toAbsolutePath();
    private static final int USUAL_TOKENS = 512;

    private TestModels() {}

    public static ModelSpec builtIn() {
        return spec("all-MiniLM-L6-v2");
    }

    public static ModelSpec spec(String name) {
        return catalogue().find(name).orElseThrow();
    }

    public static ModelCatalogue catalogue() {
        try {
            return ModelCatalogue.load(Optional.of(FOLDER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static VerifiedModel verified(String name) {
        return new ModelFiles(Optional.of(FOLDER), DATA).verified(spec(name));
    }

    /** Loads a model; the caller closes it. */
    public static LoadedModel load(String name) {
        try {
            NativeLibraries.prepare(DATA);
            return LoadedModel.of(verified(name), USUAL_TOKENS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
